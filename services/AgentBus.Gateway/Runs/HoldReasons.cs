using System.Text.Json;
using AgentBus.Storage.Queries;
using AgentBus.Workflows.Execution;

namespace AgentBus.Gateway.Runs;

/// <summary>Why a run as a whole is held, by the last words about it in its history.</summary>
internal static class HoldReasons
{
    public static IEnumerable<WaitingFor> Of(OpenRun open)
    {
        var last = open.Notes.FirstOrDefault(entry => entry.Type is "run.paused" or "run.resumed");
        if (open.Run.Status == nameof(RunStatus.Paused) && last is { Type: "run.paused" })
        {
            yield return Paused(last);
        }

        if (open.Run.Status == nameof(RunStatus.Compensating) && open.Notes.FirstOrDefault(entry => entry.Type == "compensation.failed") is { } failed)
        {
            yield return new WaitingFor(failed.Step, $"its compensation failed: {ErrorOf(failed)}", Kind: "compensationFailed", Since: failed.At,
                ToDo: "Mend the cause, then retry the step or complete it by hand.");
        }
    }

    private static WaitingFor Paused(HistoryEntry entry) => new(
        null, $"paused by {Text(entry, "by") ?? "somebody"}{Suffix(entry, "reason")}", Kind: "paused", Since: entry.At, ToDo: "agentbus resume <run>.");

    private static string Suffix(HistoryEntry entry, string member) => Text(entry, member) is { } text ? $": {text}" : "";

    private static string ErrorOf(HistoryEntry entry)
    {
        using var data = JsonDocument.Parse(entry.Data);
        return data.RootElement.TryGetProperty("error", out var error) && error.TryGetProperty("detail", out var detail) ? detail.ToString() : "see the history";
    }

    private static string? Text(HistoryEntry entry, string member)
    {
        using var data = JsonDocument.Parse(entry.Data);
        return data.RootElement.ValueKind == JsonValueKind.Object && data.RootElement.TryGetProperty(member, out var value) ? value.ToString() : null;
    }
}
