using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Approvals;

/// <summary>One approval as a person reads it before deciding.</summary>
internal static class ApprovalView
{
    public static void Print(Session session, Approval approval)
    {
        var output = session.Output;
        output.Line($"[bold]{Shown.Safe(approval.Title)}[/]");
        output.Line($"run {approval.Run}, step {Shown.Safe(approval.Step)}");
        output.Line($"for {Shown.Safe(Who(approval))}{(approval.Rung > 0 ? $", escalated {approval.Rung} times" : "")}"
            + $"{(approval.DueAt is { } due ? $", due {Shown.Time(due)}" : "")}");
        if (approval.State != "open")
        {
            output.Line($"{Shown.Safe(approval.State)} {Shown.Time(approval.DecidedAt)}{(approval.DecidedBy is { } by ? $" by {Shown.Safe(by)}" : "")}"
                + $"{(approval.Override ? " (override)" : "")}{(approval.Comment is { } comment ? $": {Shown.Safe(comment)}" : "")}");
        }

        if (approval.Details is { } details)
        {
            output.Line("details:");
            output.Json(details);
        }

        if (approval.Form is { } form)
        {
            output.Table(["FORM FIELD", "TYPE", "REQUIRED", "MEANING"], FormInput.Fields(form), "The form takes any JSON.");
        }
    }

    /// <summary>Those who are asked.</summary>
    public static string Who(Approval approval)
    {
        var names = approval.Assignees.Concat(approval.Groups).Distinct().ToList();
        return names.Count == 0 ? "any approver" : string.Join(", ", names);
    }
}
