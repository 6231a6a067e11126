using System.Text.Json.Nodes;

namespace AgentBus.Storage.Runs;

/// <summary>The first entry of every history.</summary>
internal static class RunCreated
{
    public static HistoryRow Of(NewRun run) => new("run.created", null, Json(run));

    private static string Json(NewRun run)
    {
        var data = new JsonObject { ["startedBy"] = run.StartedBy };
        if (run.RequestKey is { } key)
            data["requestKey"] = key;
        data["inputBytes"] = run.Input.Length;
        return data.ToJsonString();
    }
}
