using System.Buffers;
using System.Numerics;

namespace AgentBus.Models.Routing.Features;

/// <summary>Distinct indexes in the order of their first appearance, in pooled memory: open addressing over a table at most half full.</summary>
internal ref struct IndexSet
{
    private readonly int[] _table;
    private readonly int[] _found;
    private readonly int _mask;

    /// <param name="most">How many indexes there can be.</param>
    public IndexSet(int most)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, most * 2));
        (_table, _found, _mask) = (ArrayPool<int>.Shared.Rent(size), ArrayPool<int>.Shared.Rent(most + 1), size - 1);
        Array.Clear(_table, 0, size);
    }

    public int Count { get; private set; }

    public readonly ReadOnlySpan<int> Indexes => _found.AsSpan(0, Count);

    /// <summary>Adds an index; false when it is there already.</summary>
    public bool Add(int index)
    {
        var at = (int)((uint)index * 2_654_435_769 >> 7) & _mask;
        while (_table[at] != 0)
        {
            if (_table[at] == index + 1)
            {
                return false;
            }

            at = (at + 1) & _mask;
        }

        _table[at] = index + 1;
        _found[Count++] = index;
        return true;
    }

    public readonly void Dispose()
    {
        ArrayPool<int>.Shared.Return(_table);
        ArrayPool<int>.Shared.Return(_found);
    }
}
