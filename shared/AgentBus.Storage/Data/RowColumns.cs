using System.Collections;

namespace AgentBus.Storage.Data;

/// <summary>Rows as columns: each has a name, PostgreSQL's type and one value a row, times as <see cref="DateTimeOffset"/> in UTC.</summary>
internal sealed class RowColumns(int rows) : IEnumerable<(string Name, string Type, Array Values)>
{
    private readonly List<(string Name, string Type, Array Values)> _columns = [];

    public int Rows => rows;

    public void Add<T>(string name, string type, IEnumerable<T> values) => _columns.Add((name, type, values.ToArray()));

    public IEnumerator<(string Name, string Type, Array Values)> GetEnumerator() => _columns.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
