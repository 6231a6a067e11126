using System.Data.Common;
using AgentBus.Storage.Data;

namespace AgentBus.Storage.Agents;

/// <summary>Counts of results on either database.</summary>
internal sealed class AgentResults(Database database) : IAgentResults
{
    private const string Add = """
        insert into agent_results (agent, agent_version, slice, observer, succeeded, failed)
        values (@Agent, @AgentVersion, @Slice, @Observer, @Succeeded, @Failed)
        on conflict (slice, agent, agent_version, observer) do update
          set succeeded = agent_results.succeeded + excluded.succeeded, failed = agent_results.failed + excluded.failed
        """;

    public async Task AddAsync(string observer, IReadOnlyList<AgentResultCount> counts, CancellationToken cancellationToken)
    {
        if (counts.Count == 0)
            return;
        var rows = counts
            .Select(count => new
            {
                count.Agent, count.AgentVersion, Slice = database.Time(count.Slice), Observer = observer, count.Succeeded, count.Failed,
            })
            .ToList();
        await database.WriteAsync(statements => statements.ExecuteAsync(Add, rows), cancellationToken);
    }

    public Task<IReadOnlyList<AgentResultCount>> OthersAsync(string observer, DateTimeOffset since, CancellationToken cancellationToken) =>
        SumAsync("observer <> @observer and", observer, since, cancellationToken);

    public Task<IReadOnlyList<AgentResultCount>> AllAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        SumAsync("", "", since, cancellationToken);

    public Task<int> SweepAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.ExecuteAsync("delete from agent_results where slice < @before", new { before = database.Time(before) }, cancellationToken);

    private Task<IReadOnlyList<AgentResultCount>> SumAsync(string whose, string observer, DateTimeOffset since, CancellationToken cancellationToken) =>
        database.QueryAsync(
            $"""
            select agent, agent_version, slice, cast(sum(succeeded) as integer), cast(sum(failed) as integer)
            from agent_results where {whose} slice >= @since group by agent, agent_version, slice order by slice
            """,
            new { observer, since = database.Time(since) },
            Read,
            cancellationToken);

    private static AgentResultCount Read(DbDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.Time(2), row.GetInt32(3), row.GetInt32(4));
}
