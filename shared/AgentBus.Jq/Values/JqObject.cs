using System.Text.Json;

namespace AgentBus.Jq;

/// <summary>
/// An object; members keep the order in which they were first set. Objects made by adding members share one growing table (each sees only its
/// own first members), so that building one member by member is linear.
/// </summary>
internal sealed class JqObject : JqValue
{
    public static readonly JqObject Empty = new(NewMembers());

    private readonly JsonElement _element;

    /// <summary>Set for objects made by <see cref="With"/>: only those grow in place, because no other thread can hold them.</summary>
    private readonly bool _grows;
    private OrderedDictionary<string, JqValue>? _members;
    private int _count;

    public JqObject(JsonElement element) => _element = element;

    public JqObject(OrderedDictionary<string, JqValue> members) : this(members, grows: false)
    {
    }

    private JqObject(OrderedDictionary<string, JqValue> members, bool grows)
    {
        _members = members;
        _count = members.Count;
        _grows = grows;
    }

    public override JqKind Kind => JqKind.Object;

    public override JsonElement Source => _element;

    public int Count => _members is null ? Table.Count : _count;

    public IEnumerable<string> Keys => Table.Keys.Take(Count);

    public IEnumerable<JqValue> Values => Table.Values.Take(Count);

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
            if (_members is null)
            {
                var members = NewMembers();
                foreach (var property in _element.EnumerateObject())
                {
                    members[NameOf(property)] = Of(property.Value);
                }

                _count = members.Count;
                _members = members;
            }

            return _members;
        }
    }

    /// <summary>An object of a fresh table that may grow in place.</summary>
    public static JqObject Growing(OrderedDictionary<string, JqValue> members) => new(members, grows: true);

    public static OrderedDictionary<string, JqValue> NewMembers(int capacity = 0) => new(capacity, StringComparer.Ordinal);

    public JqValue? Get(string key)
    {
        if (_members is { } members)
        {
            return members.TryGetValue(key, out var member, out var index) && index < _count ? member : null;
        }

        return _element.TryGetProperty(key, out var value) ? Of(value) : null;
    }

    public bool Has(string key) => Get(key) is not null;

    /// <summary>Whether <see cref="With"/> of this key can share the table instead of copying it.</summary>
    public bool GrowsBy(string key) => _grows && Table.Count == _count && !Table.ContainsKey(key);

    public JqObject With(string key, JqValue value)
    {
        var members = GrowsBy(key) ? Table : CopyMembers(1);
        members[key] = value;
        return new JqObject(members, grows: true);
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
        string[] keys = [.. Keys];
        Array.Sort(keys, Ordering.CompareText);
        return keys;
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
