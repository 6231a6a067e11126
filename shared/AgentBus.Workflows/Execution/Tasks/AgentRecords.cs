using System.Text.Json;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>Entries of the history about attempts.</summary>
internal static class AgentRecords
{
    public static Action<Utf8JsonWriter> Dispatched(AttemptOrder order) => writer =>
    {
        writer.WriteNumber("attempt", order.Attempt);
        writer.WriteString("agent", order.Agent);
        writer.Member("feedback", order.Feedback);
    };

    public static void Settled(Machine machine, AgentFrame step, int attempt, AttemptOutcome outcome) =>
        Outcome(machine, outcome.Kind == OutcomeKind.Done ? "attempt.finished" : "attempt.failed", step.Id, attempt, outcome);

    /// <summary>A result for a step that is closed: nothing changes but the bill.</summary>
    public static void Superseded(Machine machine, RunEvent.AttemptSettled late) =>
        Outcome(machine, "attempt.superseded", late.Step, late.Attempt, late.Outcome);

    /// <summary>A result that is undone as nobody wants it any more.</summary>
    public static void Late(Machine machine, RunEvent.AttemptSettled late) =>
        Outcome(machine, "attempt.late", late.Step, late.Attempt, late.Outcome);

    public static void Decided(Machine machine, AgentFrame step, string type, string reason, DateTimeOffset? due = null) =>
        machine.Effects.Record(type, step.Id, writer =>
        {
            writer.WriteNumber("attempt", step.Attempt);
            writer.WriteString("reason", Limits.Clip(reason));
            if (due is { } at)
            {
                writer.WriteString("due", at);
            }
        });

    private static void Outcome(Machine machine, string type, string step, int attempt, AttemptOutcome outcome) =>
        machine.Effects.RecordLater(type, step, writer =>
        {
            writer.WriteNumber("attempt", attempt);
            writer.WriteString("result", JsonNamingPolicy.CamelCase.ConvertName(outcome.Kind.ToString()));
            writer.Member("agent", outcome.Agent);
            writer.Member("agentVersion", outcome.AgentVersion);
            writer.Member("worker", outcome.Worker);
            writer.Member("code", outcome.Code);
            writer.Member("message", outcome.Message is null ? null : Limits.Clip(outcome.Message));
            if (outcome.CostUsd != 0)
            {
                writer.WriteNumber("costUsd", outcome.CostUsd);
            }

            if (outcome.Tokens != 0)
            {
                writer.WriteNumber("tokens", outcome.Tokens);
            }
        });
}
