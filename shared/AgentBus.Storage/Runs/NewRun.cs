namespace AgentBus.Storage.Runs;

/// <summary>A run to be committed as Pending, with its input, its first history entry and its StartRun message, together.</summary>
/// <param name="Id">Made by the caller, of version 7: what begins at the same time lies together in the indexes.</param>
/// <param name="RequestKey">The caller's idempotency key, or that of the event (<see cref="RequestKeys"/>), unique in the tenant: a repetition finds the first run. Null = none.</param>
/// <param name="Input">Raw input, UTF-8 JSON.</param>
/// <param name="StartedBy">Key name or event source, for the history.</param>
/// <param name="Start">The message that begins it; a set that begins it needs none and leaves it out.</param>
public sealed record NewRun(
    Guid Id, string Tenant, string Namespace, string Name, string Version, ReadOnlyMemory<byte> Input, byte[] EngineState,
    string? RequestKey, string StartedBy, DateTimeOffset At, OutboxRow Start)
{
    /// <summary>The run that starts it and the step that does; null = none. Only a <see cref="WriteSet"/> commits such a run.</summary>
    public (Guid Run, string Step)? Parent { get; init; }
}

/// <summary>What became of a <see cref="NewRun"/>.</summary>
/// <param name="Run">The run: the new one, or the earlier one of the same id or request key.</param>
/// <param name="Created">False = it was there already; nothing was written.</param>
/// <param name="SameRequest">For a repetition: whether workflow and input are the same as then. A newer version of the workflow is the same.</param>
public sealed record StartedRun(Guid Run, bool Created, bool SameRequest);
