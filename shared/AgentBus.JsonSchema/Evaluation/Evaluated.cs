namespace AgentBus.JsonSchema.Evaluation;

/// <summary>Which members and items of an instance a schema has evaluated: what <c>unevaluated*</c> leave alone.</summary>
internal sealed class Evaluated
{
    // Made when first needed: most schemas that are tried fail before.
    private HashSet<string>? _names;
    private HashSet<int>? _items;
    private int _firstItems;

    public void AddName(string name) => (_names ??= []).Add(name);

    public void AddItem(int index) => (_items ??= []).Add(index);

    /// <summary>The items before an index; <see cref="int.MaxValue"/> = all.</summary>
    public void AddFirstItems(int count) => _firstItems = Math.Max(_firstItems, count);

    public bool HasName(string name) => _names?.Contains(name) ?? false;

    public bool HasItem(int index) => index < _firstItems || (_items?.Contains(index) ?? false);

    public void Merge(Evaluated other)
    {
        _firstItems = Math.Max(_firstItems, other._firstItems);
        (_names, _items) = (Union(_names, other._names), Union(_items, other._items));
    }

    private static HashSet<T>? Union<T>(HashSet<T>? mine, HashSet<T>? other)
    {
        if (mine is null || other is null)
        {
            return mine ?? other;
        }

        mine.UnionWith(other);
        return mine;
    }
}
