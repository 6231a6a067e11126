using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>
/// A person decides. The output is the answer to the form, where there is one, else <c>{approved, by, comment?}</c>, as it also is for a
/// denial: that is an answer, not a failure.
/// </summary>
internal sealed class CallApprovalExecutor : TaskExecutor<CallApprovalTask, ApprovalFrame>
{
    public override string Kind => "approval";

    public static void Decided(Machine machine, ApprovalFrame step, RunEvent.ApprovalDecided decision)
    {
        var task = (CallApprovalTask)machine.TaskOf(step);
        Approvals.Decided(machine, step.Id, step.Id, decision);
        if (decision.Approved && task.CompiledForm is { } form && Schemas.Errors(form, decision.Form ?? Json.Null) is { } errors)
        {
            throw new WorkflowFault(new WorkflowError(ErrorTypes.Validation, 400, "The answer does not fit its form", errors, task.Path));
        }

        var output = decision is { Approved: true, Form: { } answer } && task.Form is not null
            ? answer
            : Answer(decision.Approved, decision.By, decision.Comment, decision.Form);
        StepFlow.Complete(machine, step, new DataRef.Fresh(output, $"{step.Id}/output"), reason: Approvals.InWords(decision));
    }

    protected override void Begin(Machine machine, ApprovalFrame step, CallApprovalTask task)
    {
        var scope = new Scope(machine, step, step.Input);
        var title = scope.Render(task.Title.Root);
        var details = task.Details is { } template ? scope.Render(template.Root) : (JsonElement?)null;
        step = step with
        {
            Assignees = NameList.Of(scope, task.Assignees, task.Path),
            Groups = NameList.Of(scope, task.Groups, task.Path),
            Ladder = [.. task.Escalate.Select(rung => NameList.Of(scope, rung.To, task.Path))],
        };
        if (machine.Documents.AnyMissing)
        {
            return;
        }

        machine.Put(step);
        var words = title.ValueKind == JsonValueKind.String ? title.GetString()! : title.GetRawText();
        var due = machine.Now + task.DueIn;
        Approvals.Ask(machine, step, new ApprovalOrder(step.Id, task.Path, words, details, step.Assignees, step.Groups, task.Form, due));
        ApprovalLadder.SetTimers(machine, step, task, due);
    }

    protected override void TimerElapsed(Machine machine, ApprovalFrame step, CallApprovalTask task, TimerName timer)
    {
        if (timer == ApprovalLadder.NextRung(step))
        {
            ApprovalLadder.Climb(machine, step, task);
        }
        else if (timer == ApprovalLadder.Due(step, task))
        {
            Overdue(machine, step, task);
        }
    }

    /// <summary>A question that was decided is closed as that already.</summary>
    protected override void Withdraw(Machine machine, ApprovalFrame step, CallApprovalTask task)
    {
        machine.Effects.CloseApproval(step.Id, "cancelled");
        ApprovalLadder.CancelTimers(machine, step, task);
    }

    /// <summary>Nobody decided in time: on along the ladder where the task says so, and at its end the default decision.</summary>
    private static void Overdue(Machine machine, ApprovalFrame step, CallApprovalTask task)
    {
        if (task.OnTimeout == ApprovalLadder.OnTimeout && step.Rung < step.Ladder.Length)
        {
            ApprovalLadder.Climb(machine, step, task);
            return;
        }

        var approved = task.Default == "approve";
        var words = $"Nobody decided within {Backoffs.InWords(machine.Now - step.StartedAt)}.";
        machine.Effects.CloseApproval(step.Id, "timedOut", $"{(approved ? "Approved" : "Denied")} by default. {words}");
        machine.Effects.Record("approval.timedOut", step.Id, writer => writer.WriteBoolean("approved", approved));
        var answer = Answer(approved, "timeout", words, null);
        StepFlow.Complete(machine, step, new DataRef.Fresh(answer, $"{step.Id}/output"), reason: approved ? "approved by timeout" : "denied by timeout");
    }

    private static JsonElement Answer(bool approved, string by, string? comment, JsonElement? form) => Json.Object(writer =>
    {
        writer.WriteBoolean("approved", approved);
        writer.WriteString("by", by);
        writer.Member("comment", comment);
        if (form is { } value)
        {
            writer.Member("form", value);
        }
    });
}
