using System.Text.Json;

namespace AgentBus.Jq;

/// <summary>
/// An object; members keep the order in which they were first set. An object made by setting a member has a table to itself, and the next one takes it over: the object
/// before keeps what it had there, and gets a table of its own only if it is read again, as in <see cref="JqArray"/>. So building one member by member is linear.
/// </summary>
internal sealed class JqObject : JqValue
{
    public static readonly JqObject Empty = new(NewMembers());

    private readonly JsonElement _element;

    /// <summary>The evaluation that may change the table in place; null = none may.</summary>
    private Run? _owner;
    private JqObject? _successor;
    private int _changedAt;
    private JqValue? _changedFrom;
    private string[]? _sortedKeys;
    private OrderedDictionary<string, JqValue>? _members;
    private int _count;

    public JqObject(JsonElement element) => _element = element;

    public JqObject(OrderedDictionary<string, JqValue> members)
    {
        _members = members;
        _count = members.Count;
    }

    public override JqKind Kind => JqKind.Object;

    public override JsonElement Source => _element;

    public int Count => _members is null && _successor is null ? Table.Count : _count;

    public IEnumerable<string> Keys => Table.Keys;

    public IEnumerable<JqValue> Values => Table.Values;

    /// <summary>Members in order; the object may grow into others meanwhile.</summary>
    public IEnumerable<KeyValuePair<string, JqValue>> Members
    {
        get
        {
            for (var i = 0; i < Count; i++)
            {
                yield return Table.GetAt(i);
            }
        }
    }

    /// <summary>The member at a place in the order of setting.</summary>
    public KeyValuePair<string, JqValue> this[int index] => Table.GetAt(index);

    private OrderedDictionary<string, JqValue> Table
    {
        get
        {
            if (_members is null && _successor is not null)
            {
                TakeBack();
            }
            else if (_members is null)
            {
                var members = NewMembers();
                foreach (var property in _element.EnumerateObject())
                {
                    members[NameOf(property)] = Of(property.Value);
                }

                _count = members.Count;
                _members = members;
            }

            return _members!;
        }
    }

    /// <summary>An object of a fresh table that this evaluation may change in place.</summary>
    public static JqObject Owned(Run run, OrderedDictionary<string, JqValue> members) => new(members) { _owner = run };

    public static OrderedDictionary<string, JqValue> NewMembers(int capacity = 0) => new(capacity, StringComparer.Ordinal);

    public JqValue? Get(string key)
    {
        if (_members is not null || _successor is not null)
        {
            return Table.TryGetValue(key, out var member) ? member : null;
        }

        return _element.TryGetProperty(key, out var value) ? Of(value) : null;
    }

    public bool Has(string key) => Get(key) is not null;

    /// <summary>Whether <see cref="With"/> by this evaluation changes the table in place.</summary>
    public bool IsOwnedBy(Run run) => ReferenceEquals(_owner, run) && _successor is null;

    /// <summary>This object with a member set.</summary>
    public JqObject With(Run run, string key, JqValue value)
    {
        if (!IsOwnedBy(run))
        {
            var members = CopyMembers(1);
            members[key] = value;
            return Owned(run, members);
        }

        var table = _members!;
        var before = table.TryAdd(key, value, out var index) ? null : table.GetAt(index).Value;
        if (before is not null)
        {
            table.SetAt(index, value);
        }

        var successor = Owned(run, table);
        (_successor, _changedAt, _changedFrom) = (successor, index, before);
        _members = null;
        return successor;
    }

    /// <summary>Makes this object's own table out of the one it handed over, by undoing what was changed since.</summary>
    private void TakeBack()
    {
        var changes = new Stack<JqObject>();
        var last = this;
        for (; last._successor is { } next; last = next)
        {
            changes.Push(last);
        }

        var members = NewMembers(_count);
        for (var i = 0; i < _count; i++)
        {
            var (key, value) = last.Table.GetAt(i);
            members.Add(key, value);
        }

        foreach (var change in changes)
        {
            if (change._changedFrom is { } before && change._changedAt < _count)
            {
                members.SetAt(change._changedAt, before);
            }
        }

        // Counted after the fact: the evaluation ends at its next step if this was too much.
        _owner!.Step(1 + changes.Count / 2 + _count);
        _members = members;
        _owner = null;
        _successor = null;
        _changedFrom = null;
    }

    public OrderedDictionary<string, JqValue> CopyMembers(int extraCapacity = 0)
    {
        var members = NewMembers(Count + extraCapacity);
        foreach (var (key, value) in Members)
        {
            members.Add(key, value);
        }

        return members;
    }

    /// <summary>Keys in code point order.</summary>
    public string[] SortedKeys()
    {
        if (_sortedKeys is null)
        {
            _sortedKeys = [.. Keys];
            Array.Sort(_sortedKeys, Ordering.CompareText);
        }

        return _sortedKeys;
    }

    private static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate escape, as in JqString.
            return "\uFFFD";
        }
    }
}
