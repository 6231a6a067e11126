namespace AgentBus.JsonSchema.Evaluation;

/// <summary>Which members and items of an instance a schema has evaluated: what <c>unevaluated*</c> leave alone.</summary>
internal sealed class Evaluated
{
    private readonly HashSet<string> _names = [];
    private readonly HashSet<int> _items = [];
    private bool _allNames;
    private int _firstItems;

    public void AddName(string name) => _names.Add(name);

    public void AddAllNames() => _allNames = true;

    public void AddItem(int index) => _items.Add(index);

    /// <summary>The items before an index; <see cref="int.MaxValue"/> = all.</summary>
    public void AddFirstItems(int count) => _firstItems = Math.Max(_firstItems, count);

    public bool HasName(string name) => _allNames || _names.Contains(name);

    public bool HasItem(int index) => index < _firstItems || _items.Contains(index);

    public void Merge(Evaluated other)
    {
        _allNames |= other._allNames;
        _firstItems = Math.Max(_firstItems, other._firstItems);
        _names.UnionWith(other._names);
        _items.UnionWith(other._items);
    }
}
