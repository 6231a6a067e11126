namespace AgentBus.Jq;

/// <summary>A path as a list of keys from its end to the root.</summary>
internal sealed class JqPath
{
    public static readonly JqPath Root = new(null, JqValue.Null, 0);
    public static readonly JqPath Invalid = new(null, JqValue.Null, -1);

    private readonly JqPath? _parent;
    private readonly JqValue _key;

    private JqPath(JqPath? parent, JqValue key, int length)
    {
        _parent = parent;
        _key = key;
        Length = length;
    }

    public int Length { get; }

    public JqPath Append(JqValue key) => new(this, key, Length + 1);

    public JqArray ToArray()
    {
        var keys = new List<JqValue>(Length);
        for (var path = this; path.Length > 0; path = path._parent!)
        {
            keys.Add(path._key);
        }

        keys.Reverse();
        return new JqArray(keys);
    }
}
