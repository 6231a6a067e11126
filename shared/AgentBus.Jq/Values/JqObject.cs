using System.Text.Json;

namespace AgentBus.Jq;

/// <summary>An object; members keep the order in which they were first set.</summary>
internal sealed class JqObject : JqValue
{
    public static readonly JqObject Empty = new(new OrderedDictionary<string, JqValue>(0, StringComparer.Ordinal));

    private readonly JsonElement _element;
    private OrderedDictionary<string, JqValue>? _members;

    public JqObject(JsonElement element) => _element = element;

    public JqObject(OrderedDictionary<string, JqValue> members) => _members = members;

    public override JqKind Kind => JqKind.Object;

    public override JsonElement Source => _element;

    public int Count => Members.Count;

    public OrderedDictionary<string, JqValue> Members
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

                _members = members;
            }

            return _members;
        }
    }

    public static OrderedDictionary<string, JqValue> NewMembers(int capacity = 0) => new(capacity, StringComparer.Ordinal);

    public JqValue? Get(string key)
    {
        if (_members is { } members)
        {
            return members.GetValueOrDefault(key);
        }

        return _element.TryGetProperty(key, out var value) ? Of(value) : null;
    }

    public bool Has(string key) => _members?.ContainsKey(key) ?? _element.TryGetProperty(key, out _);

    public JqObject With(string key, JqValue value)
    {
        var members = CopyMembers(1);
        members[key] = value;
        return new JqObject(members);
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
        var keys = new string[Count];
        Members.Keys.CopyTo(keys, 0);
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
            return "\uFFFD";
        }
    }
}
