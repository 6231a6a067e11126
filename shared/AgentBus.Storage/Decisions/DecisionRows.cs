using System.Data.Common;
using System.Text.Json;
using AgentBus.Models.Decisions;
using AgentBus.Storage.Data;

namespace AgentBus.Storage.Decisions;

/// <summary>Decisions and outcomes as rows.</summary>
internal static class DecisionRows
{
    public const string Decision = "d.body, d.features";

    public const string Outcome = "o.id, o.tenant, o.decision, o.run, o.step, o.attempt, o.quality, o.source, o.cost_usd, o.latency_ms, o.at";

    public static RowColumns Of(IReadOnlyList<ModelDecision> decisions)
    {
        var columns = new RowColumns(decisions.Count);
        columns.Add("id", "uuid", decisions.Select(decision => decision.Id));
        columns.Add("tenant", "text", decisions.Select(decision => Clean(decision.Tenant)));
        columns.Add("at", "timestamptz", decisions.Select(decision => decision.At.ToUniversalTime()));
        columns.Add("run", "uuid", decisions.Select(decision => decision.RunId));
        columns.Add("step", "text", decisions.Select(decision => Clean(decision.Step)));
        columns.Add("attempt", "integer", decisions.Select(decision => decision.Attempt));
        columns.Add("body", "text", decisions.Select(decision => JsonSerializer.Serialize(decision with { Features = null }, DecisionJson.Default.ModelDecision)));
        columns.Add("features", "bytea", decisions.Select(decision => decision.Features?.ToArray()));
        return columns;
    }

    public static RowColumns Of(IReadOnlyList<ModelOutcome> outcomes)
    {
        var columns = new RowColumns(outcomes.Count);
        columns.Add("id", "uuid", outcomes.Select(outcome => outcome.Id));
        columns.Add("tenant", "text", outcomes.Select(outcome => Clean(outcome.Tenant)));
        columns.Add("decision", "uuid", outcomes.Select(outcome => outcome.DecisionId));
        columns.Add("run", "uuid", outcomes.Select(outcome => outcome.RunId));
        columns.Add("step", "text", outcomes.Select(outcome => Clean(outcome.Step)));
        columns.Add("attempt", "integer", outcomes.Select(outcome => outcome.Attempt));
        columns.Add("quality", "double precision", outcomes.Select(outcome => Math.Clamp(outcome.Quality, 0, 1)));
        columns.Add("source", "text", outcomes.Select(outcome => Clean(outcome.Source)));
        columns.Add("cost_usd", "numeric", outcomes.Select(outcome => outcome.CostUsd));
        columns.Add("latency_ms", "double precision", outcomes.Select(outcome => outcome.Latency?.TotalMilliseconds));
        columns.Add("at", "timestamptz", outcomes.Select(outcome => outcome.At.ToUniversalTime()));
        return columns;
    }

    public static ModelDecision ReadDecision(this DbDataReader row, int column) =>
        JsonSerializer.Deserialize(row.GetString(column), DecisionJson.Default.ModelDecision)! with { Features = row.IsDBNull(column + 1) ? default(ReadOnlyMemory<byte>?) : row.Bytes(column + 1) };

    public static ModelOutcome ReadOutcome(this DbDataReader row, int column) => new(
        row.GetGuid(column), row.GetString(column + 1), row.GuidOrNull(column + 2), row.GuidOrNull(column + 3), row.Text(column + 4),
        row.IsDBNull(column + 5) ? null : row.GetInt32(column + 5), row.GetDouble(column + 6), row.GetString(column + 7),
        row.IsDBNull(column + 8) ? null : row.Usd(column + 8), row.IsDBNull(column + 9) ? null : TimeSpan.FromMilliseconds(row.GetDouble(column + 9)), row.Time(column + 10));

    // PostgreSQL's text cannot hold U+0000.
    private static string? Clean(string? text) => text?.Replace('\0', '\uFFFD');

    private static Guid? GuidOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);
}
