using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Orchestrator.Registry;
using AgentBus.Orchestrator.Saga;
using AgentBus.Storage.Agents;
using AgentBus.Storage.Decisions;
using AgentBus.Storage.Memory;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

namespace AgentBus.Orchestrator.Runs;

/// <summary>Turns a decision into rows. Ids are made from what they name, so a repeated decision makes the same messages; only the lane of a dispatch follows
/// the workers that live.</summary>
internal static class WriteSetBuilder
{
    private const string Json = "application/json";

    /// <summary>The set of decisions that were made one after another on this run.</summary>
    public static WriteSet Build(LoadedRun run, IReadOnlyList<RunDecision> decisions, LaneRoster lanes)
    {
        var rows = new Rows(run, lanes);
        foreach (var decision in decisions)
        {
            rows.Add(decision);
        }

        var last = decisions[^1];
        if (last.State.BudgetNow is { } budget)
        {
            rows.Documents.Add(new DocumentRow(DocumentKeys.Budget, Rows.Utf8(budget)));
        }

        return new WriteSet
        {
            Tenant = run.Tenant,
            Run = run.Id,
            ExpectedVersion = run.Version,
            Status = last.State.Status.ToString(),
            DefinitionVersion = rows.DefinitionVersion,
            EngineState = last.State.ToBytes(),
            Error = last.State.Error is { } error ? error.GetRawText() : null,
            EndedAt = last.Made.EndsRun ? last.At : null,
            Inbox = last.Inbox,
            At = last.At,
            CostUsd = rows.CostUsd,
            Tokens = rows.Tokens,
            Documents = rows.Documents,
            Steps = [.. rows.Steps.Values],
            History = rows.History,
            Outbox = rows.Outbox,
            CancelledTimers = rows.CancelledTimers,
            Children = rows.Children,
            Subscriptions = rows.Subscriptions,
            ClosedSubscriptions = rows.ClosedSubscriptions,
            Approvals = rows.Approvals,
            EscalatedApprovals = rows.EscalatedApprovals,
            ClosedApprovals = rows.ClosedApprovals,
            ClosedLeases = rows.ClosedLeases,
            CachedOutputs = rows.CachedOutputs,
            Memories = rows.Memories,
            Outcomes = rows.Outcomes,
        };
    }

    /// <summary>What the run's sum grows by. The end of a child counts with the decision that takes it; a repetition is taken by none.</summary>
    private static (decimal CostUsd, long Tokens) Spent(RunEvent happened, Decision decision) => happened switch
    {
        RunEvent.AttemptSettled { Outcome: var outcome } => (outcome.CostUsd, outcome.Tokens),
        RunEvent.ChildEnded ended when decision.Effects.Any(effect => effect is Effect.Record { Type: "child.ended" } entry && entry.Step == ended.Step) =>
            (ended.CostUsd, ended.Tokens),
        _ => default,
    };

    private sealed class Rows(LoadedRun run, LaneRoster lanes)
    {
        private DefinitionKey definition = null!;
        private DateTimeOffset now;
        private string? traceParent;

        public decimal CostUsd { get; private set; }

        public long Tokens { get; private set; }

        public string? DefinitionVersion { get; private set; }

        public List<DocumentRow> Documents { get; } = [];

        public Dictionary<string, StepRow> Steps { get; } = [];

        public List<HistoryRow> History { get; } = [];

        public List<OutboxRow> Outbox { get; } = [];

        public List<string> CancelledTimers { get; } = [];

        public List<NewRun> Children { get; } = [];

        public List<SubscriptionRow> Subscriptions { get; } = [];

        public List<string> ClosedSubscriptions { get; } = [];

        public List<ApprovalRow> Approvals { get; } = [];

        public List<ApprovalEscalation> EscalatedApprovals { get; } = [];

        public List<ApprovalClose> ClosedApprovals { get; } = [];

        public List<LeaseClose> ClosedLeases { get; } = [];

        public List<CachedOutputRow> CachedOutputs { get; } = [];

        public List<MemoryRow> Memories { get; } = [];

        public List<AttemptOutcomeRow> Outcomes { get; } = [];

        public void Add(RunDecision decision)
        {
            (definition, now, traceParent) = (decision.Definition, decision.At, decision.TraceParent);
            foreach (var effect in decision.Made.Effects)
            {
                Add(effect);
            }

            var (costUsd, tokens) = Spent(decision.Happened, decision.Made);
            (CostUsd, Tokens) = (CostUsd + costUsd, Tokens + tokens);
            if (decision.Happened is RunEvent.AttemptSettled settled)
            {
                ClosedLeases.Add(new LeaseClose(settled.Step, settled.Attempt));
            }
        }

        private void Add(Effect effect)
        {
            switch (effect)
            {
                case Effect.Store e:
                    Documents.Add(new DocumentRow(e.Key, Utf8(e.Value)));
                    break;
                case Effect.Dispatch e:
                    Outbox.Add(Dispatch(e.Order));
                    break;
                case Effect.CacheOutput { Output: var made }:
                    CachedOutputs.Add(new CachedOutputRow(made.Agent, made.AgentVersion, made.Key, made.Step, Utf8(made.Output), made.ExpiresAt));
                    break;
                case Effect.Remember e:
                    Memories.Add(new MemoryRow(e.Key, Utf8(e.Value), e.Step, e.ExpiresAt));
                    break;
                case Effect.Judge e:
                    Outcomes.Add(Outcome(e));
                    break;
                case Effect.SetTimer e:
                    CancelledTimers.Remove(e.Timer);
                    Outbox.Add(Timer(e));
                    break;
                case Effect.CancelTimer e:
                    Outbox.RemoveAll(row => row.Timer == e.Timer);
                    CancelledTimers.Add(e.Timer);
                    break;
                case Effect.AskApproval e:
                    Approvals.Add(Approval(e.Order));
                    break;
                case Effect.CloseApproval e:
                    ClosedApprovals.Add(new ApprovalClose(e.Step, e.State, e.Comment));
                    break;
                case Effect.EscalateApproval e:
                    EscalatedApprovals.Add(new ApprovalEscalation(e.Step, e.Rung, e.Assignees, e.Groups, e.DueAt));
                    break;
                case Effect.Move e:
                    DefinitionVersion = e.Version;
                    break;
                case Effect.Publish e:
                    Outbox.Add(Event(e.CloudEvent));
                    break;
                case Effect.Subscribe e:
                    Subscriptions.AddRange((e.Types ?? Enumerable.Repeat<string?>(null, 1)).Select(type => new SubscriptionRow(e.Step, type)));
                    break;
                case Effect.Unsubscribe e:
                    ClosedSubscriptions.Add(e.Step);
                    break;
                case Effect.ScheduleNext e:
                    Outbox.Add(Following(e.Due));
                    break;
                case Effect.StartChild e:
                    Children.Add(ChildRows.Start(run, e.Order, now, traceParent));
                    Outbox.Add(Children[^1].Start);
                    break;
                case Effect.CancelChild e:
                    Outbox.Add(ChildRows.Cancel(run, e, now, traceParent));
                    break;
                case Effect.TellParent e:
                    Outbox.Add(ChildRows.Tell(run, e, now, traceParent));
                    break;
                case Effect.StepChanged e:
                    Steps[e.Step.Step] = Step(e.Step);
                    break;
                case Effect.Record e:
                    History.Add(new HistoryRow(e.Type, e.Step, Encoding.UTF8.GetString(e.Utf8.Span)));
                    break;
                default:
                    throw new InvalidOperationException($"The effect {effect.GetType().Name} has no row.");
            }
        }

        private OutboxRow Dispatch(AttemptOrder order)
        {
            var message = new DispatchAttempt(
                run.Tenant, run.Id, order.Step, order.Attempt, order.Agent, order.IdempotencyKey,
                new WorkflowRef(definition.Namespace, definition.Name, definition.Version), order.Task, order.Input, order.Deadline,
                order.Objective, order.MaxCostUsd, order.OutputSchema, order.Feedback, order.MaxTokens,
                order.Priority == Priorities.Normal ? null : order.Priority,
                order.Models is { } models ? new AttemptModels(models.Explore, models.MinQuality, models.DataPolicy) : null);
            return new OutboxRow(
                MessageIds.Dispatch(run.Id, order.Step, order.Attempt, order.Agent), lanes.QueueFor(order.Agent, order.Version, order.Priority), "",
                nameof(DispatchAttempt), Json,
                JsonSerializer.SerializeToUtf8Bytes(message, ContractsJson.Default.DispatchAttempt), now, TraceParent: traceParent);
        }

        /// <summary>The rules judge an attempt once, whichever of them it was; a person, and the agent each answer, beside them.</summary>
        private AttemptOutcomeRow Outcome(Effect.Judge e)
        {
            var by = e.Source is "human" or "validation" ? e.Source : "rules";
            var id = NaturalId.Of(run.Id.ToString(), "outcome", e.Step, e.Attempt.ToString(CultureInfo.InvariantCulture), by, e.Decision?.ToString() ?? "");
            return new AttemptOutcomeRow(id, e.Step, e.Attempt, e.Quality, e.Source, e.CostUsd, e.Took, e.Decision);
        }

        private OutboxRow Timer(Effect.SetTimer timer) => new(
            Guid.CreateVersion7(now), Queues.Orchestrator, "", nameof(TimerFired), Json,
            JsonSerializer.SerializeToUtf8Bytes(new TimerFired(run.Tenant, run.Id, timer.Timer), ContractsJson.Default.TimerFired),
            timer.Due, timer.Timer, traceParent);

        private OutboxRow Following(DateTimeOffset due) => new(
            NaturalId.Of(run.Id.ToString(), "following"), Queues.Schedules, "", nameof(ScheduleFollowing), Json,
            JsonSerializer.SerializeToUtf8Bytes(
                new ScheduleFollowing(run.Tenant, definition.Namespace, definition.Name, definition.Version, due), ContractsJson.Default.ScheduleFollowing),
            now, TraceParent: traceParent);

        private OutboxRow Event(JsonElement cloudEvent)
        {
            var id = cloudEvent.GetProperty("id").GetString() ?? "";
            var type = cloudEvent.GetProperty("type").GetString() ?? "";
            return new OutboxRow(
                NaturalId.Of(run.Id.ToString(), "event", id), Queues.Events, type, "CloudEvent", "application/cloudevents+json",
                Utf8(cloudEvent), now, TraceParent: traceParent);
        }

        private ApprovalRow Approval(ApprovalOrder order) => new(
            NaturalId.Of(run.Id.ToString(), "approval", order.Step), order.Step, order.Task, order.Title, order.Details?.GetRawText(),
            order.Assignees, order.Groups, order.Form?.GetRawText(), order.DueAt);

        private static StepRow Step(StepSnapshot s) => new(
            s.Step, s.Task, s.Name, s.Kind, s.Status.ToString(), s.Attempt, s.Agent, s.AgentVersion, s.StartedAt, s.EndedAt, s.CostUsd,
            s.Tokens, s.Reason);

        public static byte[] Utf8(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).ToArray();
    }
}
