namespace AgentBus.Contracts;

/// <summary>
/// Worker to <see cref="Queues.Memory"/>: what does this workflow remember? Asks for one key or for a text. The <see cref="MemoryAnswer"/> goes to the
/// exchange <see cref="ReplyTo"/>, or, where there is none of that name, is dropped.
/// </summary>
/// <param name="Tenant">As dispatched.</param>
/// <param name="Workflow">As dispatched; all versions share their memory.</param>
/// <param name="RequestId">Made by the asker; comes back with the answer.</param>
/// <param name="ReplyTo">Where the answer goes: a fanout exchange in front of the asker's own queue.</param>
/// <param name="Key">The one memory asked for; null = <paramref name="Text"/> is searched.</param>
/// <param name="Text">The memories that share most words with it are found, best first.</param>
/// <param name="Top">At most this many are found; 1 to 50.</param>
public sealed record MemoryRequest(
    string Tenant, WorkflowRef Workflow, Guid RequestId, string ReplyTo, string? Key = null, string? Text = null, int Top = 5);
