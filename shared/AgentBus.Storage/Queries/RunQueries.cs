using System.Data.Common;
using AgentBus.Storage.Data;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Search;

namespace AgentBus.Storage.Queries;

/// <summary>Questions about runs on either database.</summary>
internal sealed class RunQueries(Database database, int few = RunQueries.Few) : IRunQueries
{
    internal const string SelectRun = """
        select id, tenant, namespace, name, definition_version, status, error, request_key, started_by, created_at, updated_at, ended_at,
          cost_usd, tokens, parent, parent_step
        from runs
        """;

    private const string SelectStep =
        "select step, task, name, kind, status, attempt, agent, agent_version, started_at, ended_at, cost_usd, tokens, reason from steps";

    /// <summary>Up to so many matches are fetched as a set and sorted; more are met soon enough on a walk from the newest run.</summary>
    private const int Few = 50_000;

    private const string Walked = "created_at desc, id desc";

    /// <summary>The same order, hidden from SQLite's choice of an index: it would walk the list and look each row up in the set.</summary>
    private const string Sorted = "+created_at desc, +id desc";

    private static readonly Match OfAgent = new(
        "select run from steps where tenant = @tenant and agent = @agent",
        "exists (select 1 from steps s where s.tenant = @tenant and s.run = runs.id and s.agent = @agent)");

    public Task<RunView?> GetAsync(string tenant, Guid run, CancellationToken cancellationToken) =>
        database.FirstAsync($"{SelectRun} where tenant = @tenant and id = @run", new { tenant, run }, ReadRun, cancellationToken);

    public async Task<IReadOnlyList<RunView>> ListAsync(
        string tenant, RunFilter filter, int limit, RunCursor? after, CancellationToken cancellationToken)
    {
        var where = new Conditions("tenant = @tenant", new { tenant, limit });
        where.Add("status = @status", "status", filter.Status);
        where.Add("namespace = @namespace", "namespace", filter.Namespace);
        where.Add("name = @name", "name", filter.Name);
        where.Add("created_at >= @since", "since", database.Time(filter.Since));
        where.Add("created_at <= @until", "until", database.Time(filter.Until));
        where.Add("parent = @parent", "parent", filter.Parent);
        where.Add("definition_version = @version", "version", filter.Version);
        where.Add(OfErrorType(filter.ErrorType), "errorType", filter.ErrorType);
        where.Add("started_by = @startedBy", "startedBy", filter.StartedBy);
        var bySet = await AddAsync(where, OfAgent, "agent", filter.Agent, cancellationToken);
        bySet |= await AddAsync(
            where, database.InputMatch, "words", filter.Text is null ? null : database.Words(InputWords.Asked(filter.Text)), cancellationToken);
        if (filter.Open is { } open)
            where.Add(open ? "ended_at is null" : "ended_at is not null");
        where.Add("(created_at, id) < (@createdAt, @id)", "createdAt", database.Time(after?.CreatedAt));
        where.Parameters.Add("id", after?.Id ?? Guid.Empty);
        return await database.SearchAsync(
            $"{SelectRun} where {where} order by {(bySet ? Sorted : Walked)} limit @limit", where.Parameters, ReadRun, cancellationToken);
    }

    public Task<IReadOnlyList<StepRow>> StepsAsync(string tenant, Guid run, int limit, string? after, CancellationToken cancellationToken) =>
        database.QueryAsync(
            $"{SelectStep} where tenant = @tenant and run = @run and step > @after order by step limit @limit",
            new { tenant, run, limit, after = after ?? "" },
            ReadStep,
            cancellationToken);

    public async Task<(IReadOnlyList<StepRow> Steps, long Omitted)> LatestStepsAsync(
        string tenant, Guid run, int limit, CancellationToken cancellationToken)
    {
        var steps = await database.QueryAsync(
            $"{SelectStep} where tenant = @tenant and run = @run order by ended_at is not null, started_at desc, step desc limit @limit",
            new { tenant, run, limit },
            ReadStep,
            cancellationToken);
        var all = steps.Count < limit ? steps.Count : await database.FirstAsync(
            "select count(*) from steps where tenant = @tenant and run = @run", new { tenant, run }, row => row.GetInt64(0), cancellationToken);
        return ([.. steps.OrderBy(step => step.StartedAt).ThenBy(step => step.Step, StringComparer.Ordinal)], Math.Max(0, all - steps.Count));
    }

    public Task<IReadOnlyList<HistoryEntry>> HistoryAsync(
        string tenant, Guid run, long after, int limit, CancellationToken cancellationToken, string? step = null) =>
        database.QueryAsync(
            $"""
            select number, at, type, step, data from history
            where tenant = @tenant and run = @run and number > @after {(step is null ? "" : "and step = @step")} order by number limit @limit
            """,
            new { tenant, run, after, limit, step },
            row => new HistoryEntry(row.GetInt64(0), row.Time(1), row.GetString(2), row.Text(3), row.GetString(4)),
            cancellationToken);

    public Task<byte[]?> DocumentAsync(string tenant, Guid run, string key, CancellationToken cancellationToken) =>
        database.FirstAsync(
            "select json from documents where tenant = @tenant and run = @run and key = @key",
            new { tenant, run, key },
            row => row.Bytes(0),
            cancellationToken);

    /// <summary>A word is looked up among the types there are, so that the index on them serves both.</summary>
    private static string OfErrorType(string? wanted) => wanted?.Contains(':', StringComparison.Ordinal) == true
        ? "error_type = @errorType"
        : """
          error_type in (
            select distinct error_type from runs where tenant = @tenant and error_type is not null and (error_type = @errorType or
              substr(error_type, length(error_type) - length(@errorType)) in ('/' || @errorType, '#' || @errorType, ':' || @errorType)))
          """;

    /// <summary>Adds the condition in the form that fits; true = it was told to fetch the set and to sort it.</summary>
    private async Task<bool> AddAsync(Conditions where, Match match, string parameter, string? value, CancellationToken cancellationToken)
    {
        if (value is null)
            return false;
        where.Parameters.Add(parameter, value);
        var bySet = !database.PlansByStatistics && await IsFewAsync(match, where, cancellationToken);
        where.Add(bySet || database.PlansByStatistics ? $"id in ({match.Set})" : match.Each);
        return bySet;
    }

    private async Task<bool> IsFewAsync(Match match, Conditions where, CancellationToken cancellationToken)
    {
        var counted = await database.SearchAsync(
            $"select count(*) from ({match.Set} limit {few})", where.Parameters, row => row.GetInt64(0), cancellationToken);
        return counted[0] < few;
    }

    internal static RunView ReadRun(DbDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.Text(6), row.Text(7),
        row.GetString(8), row.Time(9), row.Time(10), row.TimeOrNull(11), row.Usd(12), row.GetInt64(13),
        row.IsDBNull(14) ? null : row.GetGuid(14), row.Text(15));

    internal static StepRow ReadStep(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetInt32(5), row.Text(6), row.Text(7),
        row.Time(8), row.TimeOrNull(9), row.Usd(10), row.GetInt64(11), row.Text(12));
}
