using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>Questions to people, from an approval task or from an agent step.</summary>
internal static class Approvals
{
    private const char Separator = '~';

    /// <summary>
    /// Name of the question of an agent step after an attempt. A step may ask more than once: a late repetition of the first answer must
    /// not answer the second question.
    /// </summary>
    public static string IdOf(AgentFrame step) => $"{step.Id}{Separator}{step.Attempt}";

    /// <summary>The step a question belongs to.</summary>
    public static string StepOf(string approval)
    {
        var end = approval.LastIndexOf(Separator);
        return end > approval.LastIndexOf('#') ? approval[..end] : approval;
    }

    public static void Ask(Machine machine, StepFrame step, ApprovalOrder order)
    {
        order = order with { Title = Limits.Clip(order.Title) };
        machine.Effects.Ask(order);
        machine.Effects.Step(step, StepStatus.Waiting, $"waiting for a person: {order.Title}");
        machine.Effects.Record("approval.requested", step.Id, writer =>
        {
            writer.WriteString("title", order.Title);
            writer.Names("assignees", order.Assignees);
            writer.Names("groups", order.Groups);
            if (order.DueAt is { } due)
            {
                writer.WriteString("due", due);
            }
        });
    }

    public static void Decided(Machine machine, string step, string approval, RunEvent.ApprovalDecided decision)
    {
        machine.Effects.CloseApproval(approval, decision.Approved ? "approved" : "denied");
        machine.Effects.Record("approval.decided", step, writer =>
        {
            writer.WriteBoolean("approved", decision.Approved);
            writer.WriteString("by", decision.By);
            writer.Member("comment", decision.Comment);
            if (decision.Override)
            {
                writer.WriteBoolean("override", true);
            }
        });
    }

    public static string InWords(RunEvent.ApprovalDecided decision) =>
        $"{(decision.Approved ? "approved" : "denied")} by {decision.By}{(decision.Override ? " (override)" : "")}{(decision.Comment is { } comment ? $": {comment}" : "")}";
}
