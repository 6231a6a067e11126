using System.Runtime.InteropServices;
using System.Text.Json;

namespace AgentBus.Jq;

/// <summary>
/// An array. Arrays made by appending share one growing buffer (each sees only its own prefix), so that building one item by item is linear. An array made by setting an item has
/// a buffer to itself, and the next one set takes it over: the array before keeps what it had there, and gets a buffer of its own only if it is read again (Baker, Shallow
/// Binding Makes Functional Arrays Fast, 1991).
/// </summary>
internal sealed class JqArray : JqValue
{
    public static readonly JqArray Empty = new([], 0);

    private readonly JsonElement _element;
    private readonly int _count;
    private List<JqValue>? _items;

    /// <summary>The evaluation that may change the buffer in place; null = none may.</summary>
    private Run? _owner;
    private JqArray? _successor;
    private int _changedAt;
    private JqValue? _changedFrom;

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

    public JqValue this[int index] => _items is { } items ? items[index] : _successor is null ? Of(_element[index]) : Materialised[index];

    public ReadOnlySpan<JqValue> Items => CollectionsMarshal.AsSpan(Materialised)[.._count];

    private List<JqValue> Materialised
    {
        get
        {
            if (_items is null && _successor is not null)
            {
                TakeBack();
            }
            else if (_items is null)
            {
                var items = new List<JqValue>(_count);
                foreach (var item in _element.EnumerateArray())
                {
                    items.Add(Of(item));
                }

                _items = items;
            }

            return _items!;
        }
    }

    /// <summary>Whether <see cref="Set"/> by this evaluation changes the buffer in place.</summary>
    public bool IsOwnedBy(Run run) => ReferenceEquals(_owner, run) && _successor is null;

    /// <summary>This array with an item replaced; beyond the end nulls are put before it.</summary>
    public JqArray Set(Run run, int index, JqValue value)
    {
        if (!IsOwnedBy(run))
        {
            var items = ToList(Math.Max(1, index + 1 - _count));
            Put(items, index, value);
            return new JqArray(items) { _owner = run };
        }

        var buffer = _items!;
        var before = index < _count ? buffer[index] : null;
        Put(buffer, index, value);
        return HandOver(index, before);
    }

    private static void Put(List<JqValue> items, int index, JqValue value)
    {
        while (items.Count <= index)
        {
            items.Add(Null);
        }

        items[index] = value;
    }

    /// <summary>Gives the buffer to the array it now holds. <paramref name="before"/> is what this one had at the index; null = it ended before it.</summary>
    private JqArray HandOver(int index, JqValue? before)
    {
        var successor = new JqArray(_items!) { _owner = _owner };
        (_successor, _changedAt, _changedFrom) = (successor, index, before);
        _items = null;
        return successor;
    }

    /// <summary>Makes this array's own buffer out of the one it handed over, by undoing what was changed since.</summary>
    private void TakeBack()
    {
        var changes = new Stack<JqArray>();
        var last = this;
        for (; last._successor is { } next; last = next)
        {
            changes.Push(last);
        }

        var items = new List<JqValue>(_count);
        items.AddRange(last.Items[.._count]);
        foreach (var change in changes)
        {
            if (change._changedFrom is { } before && change._changedAt < _count)
            {
                items[change._changedAt] = before;
            }
        }

        // Counted after the fact: the evaluation ends at its next step if this was too much.
        _owner!.Step(1 + changes.Count / 2 + _count / 8);
        _items = items;
        _owner = null;
        _successor = null;
        _changedFrom = null;
    }

    /// <summary>This array with items added at its end. The first array to grow takes the shared buffer, any later one copies.</summary>
    public JqArray Append(ReadOnlySpan<JqValue> added)
    {
        if (added.IsEmpty)
        {
            return this;
        }

        var items = Materialised;
        if (_owner is not null)
        {
            items.AddRange(added);
            return HandOver(_count, null);
        }

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
