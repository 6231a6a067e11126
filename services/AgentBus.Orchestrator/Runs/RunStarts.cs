using System.Diagnostics;
using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Storage.Runs;

namespace AgentBus.Orchestrator.Runs;

/// <summary>The message that begins a Pending run.</summary>
internal static class RunStarts
{
    public static OutboxRow Message(string tenant, Guid run, DateTimeOffset now) => new(
        NaturalId.Of(run.ToString(), "start"), Queues.Orchestrator, "", nameof(StartRun), "application/json",
        JsonSerializer.SerializeToUtf8Bytes(new StartRun(tenant, run), ContractsJson.Default.StartRun), now, TraceParent: Activity.Current?.Id);
}
