using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentBus.Cli.Api;

// What the command line reads of the API's answers; members it does not show are left out.

internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

internal sealed record Run(
    Guid Id, string Namespace, string Name, string Version, string State, JsonElement? Error, string StartedBy, DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt, decimal CostUsd, long Tokens, RunParent? Parent = null)
{
    [JsonIgnore]
    public bool IsOver => EndedAt is not null;

    [JsonIgnore]
    public string Workflow => $"{Namespace}/{Name}@{Version}";
}

internal sealed record RunParent(Guid Run, string Step);

internal sealed record RunDetails(
    Run Run, IReadOnlyList<Step> Steps, JsonElement? Output, string? OutputUrl, IReadOnlyList<WaitingFor> WaitingFor,
    Budget? Budget = null, long StepsOmitted = 0);

internal sealed record Budget(Spend Limits, Spend Spent, Spend Reserved, Spend Left);

internal sealed record Spend(decimal? CostUsd, long? Tokens, int? Requests, double? DurationSeconds = null);

internal sealed record WaitingFor(
    string? Step, string Reason, string? Agent, DateTimeOffset? Since = null, DateTimeOffset? Until = null, string? ToDo = null);

internal sealed record StuckRun(Guid Id, string Namespace, string Name, string Version, string State, IReadOnlyList<WaitingFor> WaitingFor);

internal sealed record MoveReport(Guid Run, string From, string To, bool Movable, IReadOnlyList<MoveObstacle> Obstacles);

internal sealed record MoveObstacle(string Task, string Message);

internal sealed record DefinitionDiff(
    string Namespace, string Name, string From, string To, IReadOnlyList<DefinitionChange> Changes, IReadOnlyList<MoveObstacle> Obstacles);

internal sealed record DefinitionChange(string Change, string? Task, string? From, string? To, IReadOnlyList<MemberChange> Members);

internal sealed record MemberChange(string Member, JsonElement? Before, JsonElement? After);

internal sealed record Step(
    [property: JsonPropertyName("step")] string Id, string Task, string Name, string Kind, string State, int Attempt, string? Agent,
    string? AgentVersion, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, decimal CostUsd, long Tokens, string? Reason);

internal sealed record HistoryEntry(long Number, DateTimeOffset At, string Type, string? Step, JsonElement Data);

internal sealed record Approval(
    Guid Id, Guid Run, string Step, string Title, JsonElement? Details, IReadOnlyList<string> Assignees, IReadOnlyList<string> Groups,
    JsonElement? Form, string State, DateTimeOffset CreatedAt, DateTimeOffset? DueAt, string? DecidedBy, DateTimeOffset? DecidedAt,
    string? Comment, int Rung, bool Override);

internal sealed record Agent(
    [property: JsonPropertyName("agent")] string Name, bool Live, IReadOnlyList<string> Versions, int Concurrency, int Running,
    DateTimeOffset LastSeen, IReadOnlyList<Worker> Workers, IReadOnlyList<VersionResults>? Results = null);

internal sealed record VersionResults(string Version, int Succeeded, int Failed, string Circuit);

internal sealed record Worker([property: JsonPropertyName("worker")] string Name, string Version, bool Live);

internal sealed record Plan(
    string Step, int Number, DateTimeOffset At, [property: JsonPropertyName("plan")] JsonElement Content, Guid? Run,
    IReadOnlyList<DefinitionChange>? Changes);

/// <summary>What is spent on models for one scope.</summary>
internal sealed record ModelBudget(
    string Id, decimal? LimitUsd, decimal RaisedUsd, decimal SpentUsd, decimal ReservedUsd, decimal? LeftUsd, long Calls, DateTimeOffset UpdatedAt);

internal sealed record Memory(string Key, JsonElement Value, Guid Run, DateTimeOffset StoredAt, DateTimeOffset? ExpiresAt);

internal sealed record Definition(
    string Namespace, string Name, string Version, string? Title, IReadOnlyList<string> Agents, IReadOnlyList<string> EventTypes,
    DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? NextDue = null);

internal sealed record Key(
    string Id, string Tenant, string Name, IReadOnlyList<string> Roles, IReadOnlyList<string>? Groups, DateTimeOffset CreatedAt,
    DateTimeOffset? RevokedAt);

internal sealed record CreatedKey(string Id, string Tenant, string Name, IReadOnlyList<string> Roles, [property: JsonPropertyName("key")] string Secret);

internal sealed record DeadLetter(Guid Id, string Queue, string? Type, string Reason, string? Error, DateTimeOffset FoundAt, string State);

internal sealed record ParkedMessage(Guid Id, Guid? Run, string Type, string Exchange, DateTimeOffset ParkedAt, string? LastError);

internal sealed record DeadLetterReport(Guid Id, string Queue, string? Type, bool Done, string? Problem);

/// <summary>A refusal: in the form of RFC 7807, or with <c>error.message</c> as the model gateway and the OpenAI API have it.</summary>
internal sealed record ProblemDetails(string? Title, string? Detail, IReadOnlyList<ProblemError>? Errors, JsonElement? Error = null)
{
    [JsonIgnore]
    public string? Fault => Error is { ValueKind: JsonValueKind.Object } error && error.TryGetProperty("message", out var message) ? message.ToString() : null;
}

internal sealed record ProblemError(int? Line, int? Column, string? Path, string? Message);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Page<Run>))]
[JsonSerializable(typeof(RunDetails))]
[JsonSerializable(typeof(Page<StuckRun>))]
[JsonSerializable(typeof(MoveReport))]
[JsonSerializable(typeof(Page<MoveReport>))]
[JsonSerializable(typeof(DefinitionDiff))]
[JsonSerializable(typeof(Page<HistoryEntry>))]
[JsonSerializable(typeof(Page<Approval>))]
[JsonSerializable(typeof(Approval))]
[JsonSerializable(typeof(Page<Agent>))]
[JsonSerializable(typeof(ModelBudget))]
[JsonSerializable(typeof(Page<ModelBudget>))]
[JsonSerializable(typeof(Page<Memory>))]
[JsonSerializable(typeof(Page<DeadLetter>))]
[JsonSerializable(typeof(Page<ParkedMessage>))]
[JsonSerializable(typeof(Page<DeadLetterReport>))]
[JsonSerializable(typeof(Page<Plan>))]
[JsonSerializable(typeof(Page<Definition>))]
[JsonSerializable(typeof(Page<Key>))]
[JsonSerializable(typeof(CreatedKey))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(List<JsonElement>))]
[JsonSerializable(typeof(List<Definitions.FileCheck>))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class ApiJson : JsonSerializerContext;
