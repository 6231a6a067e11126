using System.Text.Json;
using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;

namespace AgentBus.Gateway.Runs;

/// <summary>Body of <c>POST /v1/runs</c>.</summary>
/// <param name="Workflow"><c>name</c>, <c>namespace/name</c> or <c>namespace/name@version</c>; without a version the highest.</param>
/// <param name="Input">The run's raw input; left out = an empty object.</param>
[System.Text.Json.Serialization.JsonUnmappedMemberHandling(System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow)]
internal sealed record StartRunRequest(string? Workflow = null, JsonElement? Input = null);

/// <summary>Body of <c>POST /v1/runs/{id}/cancel</c>; may be left out.</summary>
/// <param name="Reason">For the history.</param>
/// <param name="Compensate">Whether completed steps are compensated; default true.</param>
[System.Text.Json.Serialization.JsonUnmappedMemberHandling(System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow)]
internal sealed record CancelRunRequest(string? Reason = null, bool Compensate = true);

/// <summary>A run in a list.</summary>
internal sealed record RunSummary(
    Guid Id, string Namespace, string Name, string Version, string State, JsonElement? Error, string StartedBy, string? IdempotencyKey,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? EndedAt, decimal CostUsd, long Tokens,
    RunParent? Parent = null)
{
    public static RunSummary Of(RunView run) => new(
        run.Id, run.Namespace, run.Name, run.Version, run.Status, RawJson.Parse(run.Error), run.StartedBy, run.RequestKey,
        run.CreatedAt, run.UpdatedAt, run.EndedAt, run.CostUsd, run.Tokens,
        run.Parent is { } parent ? new RunParent(parent, run.ParentStep ?? "") : null);
}

/// <summary>The run that started a run, and its step that did.</summary>
internal sealed record RunParent(Guid Run, string Step);

/// <summary>A run with its steps.</summary>
/// <param name="Steps">
/// At most 1,000, open ones before ended ones and then the newest: a flat list in the order in which they began; <c>task</c> paths and step ids give the tree.
/// </param>
/// <param name="Output">When the run is done and its output is at most 1 MB.</param>
/// <param name="OutputUrl">Where the whole output lies, when the run is done.</param>
/// <param name="WaitingFor">What the run waits for.</param>
/// <param name="Budget">limits, spent, reserved and left, each costUsd, tokens and requests; missing where the definition sets no budget.</param>
/// <param name="StepsOmitted">How many more steps there are; <c>GET /v1/runs/{id}/steps</c> lists all, page by page.</param>
internal sealed record RunDetails(
    RunSummary Run, IReadOnlyList<StepView> Steps, JsonElement? Output, string? OutputUrl, IReadOnlyList<WaitingFor> WaitingFor,
    JsonElement? Budget = null, long StepsOmitted = 0);

/// <summary>What a run waits for.</summary>
/// <param name="Step">The waiting step; null = the whole run.</param>
/// <param name="Reason">In words.</param>
/// <param name="Agent">The agent, where one is the reason.</param>
/// <param name="Kind">
/// notStarted, noWorker, queued, approval, retry, timer, event, childRun, parkedMessage, deadLetter, paused, budget, compensationFailed, silent or waiting.
/// </param>
/// <param name="Since">Since when.</param>
/// <param name="Until">When it goes on by itself, or decides for itself; null = not before somebody does something.</param>
/// <param name="Approval">The approval that is open.</param>
/// <param name="ToDo">What helps.</param>
internal sealed record WaitingFor(
    string? Step, string Reason, string? Agent = null, string Kind = "waiting", DateTimeOffset? Since = null, DateTimeOffset? Until = null,
    Guid? Approval = null, string? ToDo = null);

/// <summary>A run that does not move by itself, and why.</summary>
internal sealed record StuckRun(
    Guid Id, string Namespace, string Name, string Version, string State, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt,
    IReadOnlyList<WaitingFor> WaitingFor);

/// <summary>A step of a run.</summary>
internal sealed record StepView(
    string Step, string Task, string Name, string Kind, string State, int Attempt, string? Agent, string? AgentVersion,
    DateTimeOffset StartedAt, DateTimeOffset? EndedAt, decimal CostUsd, long Tokens, string? Reason)
{
    public static StepView Of(StepRow step) => new(
        step.Step, step.Task, step.Name, step.Kind, step.Status, step.Attempt, step.Agent, step.AgentVersion,
        step.StartedAt, step.EndedAt, step.CostUsd, step.Tokens, step.Reason);
}

/// <summary>An entry of a run's history.</summary>
internal sealed record HistoryView(long Number, DateTimeOffset At, string Type, string? Step, JsonElement Data)
{
    public static HistoryView Of(HistoryEntry entry) => new(entry.Number, entry.At, entry.Type, entry.Step, RawJson.Parse(entry.Data) ?? default);
}
