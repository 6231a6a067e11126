namespace AgentBus.Storage.Runs;

/// <summary>A document of a run: replaces what was there under its key. JSON as UTF-8.</summary>
public sealed record DocumentRow(string Key, ReadOnlyMemory<byte> Json);

/// <summary>A step as people see it; replaces the row of the same step.</summary>
public sealed record StepRow(
    string Step, string Task, string Name, string Kind, string Status, int Attempt, string? Agent, string? AgentVersion,
    DateTimeOffset StartedAt, DateTimeOffset? EndedAt, decimal CostUsd, long Tokens, string? Reason);

/// <summary>An entry to append to the run's history; the store numbers it. Data is JSON.</summary>
public sealed record HistoryRow(string Type, string? Step, string Data);

/// <summary>A message to publish when due. A timer is one that has a name, by which it can be cancelled.</summary>
/// <param name="MessageId">The same on every repetition.</param>
/// <param name="Exchange">Where to: the exchange's name.</param>
/// <param name="RoutingKey">Empty for fanout exchanges.</param>
/// <param name="Type">The record's name: the type header.</param>
/// <param name="ContentType">application/json, or application/cloudevents+json.</param>
/// <param name="Body">UTF-8 JSON.</param>
/// <param name="Due">Not before this time.</param>
/// <param name="Timer">Name in its run; null = not a timer.</param>
/// <param name="TraceParent">W3C trace context to go with it.</param>
/// <param name="Headers">All of its headers but the type, of a replayed message; null = those of tenant, run and trace. A write set keeps none.</param>
public sealed record OutboxRow(
    Guid MessageId, string Exchange, string RoutingKey, string Type, string ContentType, ReadOnlyMemory<byte> Body,
    DateTimeOffset Due, string? Timer = null, string? TraceParent = null, IReadOnlyDictionary<string, string>? Headers = null)
{
    /// <summary>
    /// Messages with a routing key are events: those of one run to one exchange are published one after another, in the order of their commits,
    /// whichever process publishes them.
    /// </summary>
    public bool IsOrdered => RoutingKey.Length > 0;
}

/// <summary>A step that waits for events of a type; a null type is every type.</summary>
public sealed record SubscriptionRow(string Step, string? EventType);

/// <summary>A question to people. Details and form are JSON.</summary>
public sealed record ApprovalRow(
    Guid Id, string Step, string Task, string Title, string? Details, IReadOnlyList<string> Assignees, IReadOnlyList<string> Groups,
    string? Form, DateTimeOffset? DueAt);

/// <summary>The open question of a step went up to a rung of its ladder: who is asked now, and until when.</summary>
public sealed record ApprovalEscalation(
    string Step, int Rung, IReadOnlyList<string> Assignees, IReadOnlyList<string> Groups, DateTimeOffset? DueAt);

/// <summary>Ends the lease of an attempt.</summary>
public sealed record LeaseClose(string Step, int Attempt);

/// <summary>Closes the open question of a step: approved, denied, timedOut or cancelled; the comment says what followed where nobody decided.</summary>
public sealed record ApprovalClose(string Step, string State, string? Comment = null);
