using System.Runtime.InteropServices;
using System.Text.Json;

namespace AgentBus.Jq;

/// <summary>
/// An array. Arrays made by appending share one growing buffer (each sees only its own prefix), so that building one item by item is linear.
/// </summary>
internal sealed class JqArray : JqValue
{
    public static readonly JqArray Empty = new([], 0);

    private readonly JsonElement _element;
    private readonly int _count;
    private List<JqValue>? _items;

    public JqArray(JsonElement element)
    {
        _element = element;
        _count = element.GetArrayLength();
    }

    public JqArray(List<JqValue> items) : this(items, items.Count)
    {
    }

    private JqArray(List<JqValue> items, int count)
    {
        _items = items;
        _count = count;
    }

    public override JqKind Kind => JqKind.Array;

    public override JsonElement Source => _element;

    public int Count => _count;

    public JqValue this[int index] => _items is { } items ? items[index] : Of(_element[index]);

    public ReadOnlySpan<JqValue> Items => CollectionsMarshal.AsSpan(Materialised)[.._count];

    private List<JqValue> Materialised
    {
        get
        {
            if (_items is null)
            {
                var items = new List<JqValue>(_count);
                foreach (var item in _element.EnumerateArray())
                {
                    items.Add(Of(item));
                }

                _items = items;
            }

            return _items;
        }
    }

    /// <summary>This array with items added at its end. The first array to grow takes the shared buffer, any later one copies.</summary>
    public JqArray Append(ReadOnlySpan<JqValue> added)
    {
        if (added.IsEmpty)
        {
            return this;
        }

        var items = Materialised;
        if (items.Count != _count || items.Capacity == _count || this == Empty)
        {
            items = new List<JqValue>(Math.Max(4, (_count + added.Length) * 2));
            items.AddRange(Items);
        }

        items.AddRange(added);
        return new JqArray(items);
    }

    public JqArray Slice(int start, int end)
    {
        if (start == 0 && end == _count)
        {
            return this;
        }

        var items = new List<JqValue>(end - start);
        items.AddRange(Items[start..end]);
        return new JqArray(items);
    }

    public List<JqValue> ToList(int extraCapacity = 0)
    {
        var items = new List<JqValue>(_count + extraCapacity);
        items.AddRange(Items);
        return items;
    }
}
