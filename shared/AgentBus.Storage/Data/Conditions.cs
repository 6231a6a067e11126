using Dapper;

namespace AgentBus.Storage.Data;

/// <summary>A where clause that grows with the filters that are given.</summary>
internal sealed class Conditions(string first, object parameters)
{
    private string _sql = first;

    public DynamicParameters Parameters { get; } = new(parameters);

    /// <summary>Adds a condition, unless its value is null.</summary>
    public void Add(string condition, string parameter, object? value)
    {
        if (value is null)
            return;
        Add(condition);
        Parameters.Add(parameter, value);
    }

    public void Add(string condition) => _sql += $" and {condition}";

    public override string ToString() => _sql;
}
