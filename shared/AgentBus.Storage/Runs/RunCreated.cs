using System.Text.Json.Nodes;
using AgentBus.Workflows.Execution;

namespace AgentBus.Storage.Runs;

/// <summary>The first entry of every history.</summary>
internal static class RunCreated
{
    public static HistoryRow Of(NewRun run) => new("run.created", null, Json(run));

    /// <summary>The set with what a run that it begins brings along: the first entry and the input.</summary>
    public static WriteSet Complete(WriteSet set) => set.Begins is not { } run ? set : set with
    {
        History = [Of(run), .. set.History],
        Documents = [new DocumentRow(DocumentKeys.Input, run.Input), .. set.Documents],
    };

    private static string Json(NewRun run)
    {
        var data = new JsonObject { ["startedBy"] = run.StartedBy };
        if (run.RequestKey is { } key)
            data["requestKey"] = key;
        data["inputBytes"] = run.Input.Length;
        return data.ToJsonString();
    }
}
