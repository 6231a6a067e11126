using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>A person decides. The output is <c>{approved, by, comment?, form?}</c>; a denial is an answer, not a failure.</summary>
internal sealed class CallApprovalExecutor : TaskExecutor<CallApprovalTask, SimpleFrame>
{
    public override string Kind => "approval";

    public static void Decided(Machine machine, SimpleFrame step, RunEvent.ApprovalDecided decision)
    {
        var task = (CallApprovalTask)machine.TaskOf(step);
        Approvals.Decided(machine, step.Id, step.Id, decision);
        if (decision.Approved && task.Form is { } schema && Schemas.Errors(schema, decision.Form ?? Json.Null) is { } errors)
        {
            throw new WorkflowFault(new WorkflowError(ErrorTypes.Validation, 400, "The answer does not fit its form", errors, task.Path));
        }

        var answer = Answer(decision.Approved, decision.By, decision.Comment, decision.Form);
        StepFlow.Complete(machine, step, new DataRef.Fresh(answer, $"{step.Id}/output"), reason: Approvals.InWords(decision));
    }

    protected override void Begin(Machine machine, SimpleFrame step, CallApprovalTask task)
    {
        var scope = new Scope(machine, step, step.Input);
        var title = scope.Render(task.Title.Root);
        var details = task.Details is { } template ? scope.Render(template.Root) : (JsonElement?)null;
        if (machine.Documents.AnyMissing)
        {
            return;
        }

        var words = title.ValueKind == JsonValueKind.String ? title.GetString()! : title.GetRawText();
        var due = machine.Now + task.DueIn;
        Approvals.Ask(machine, step, new ApprovalOrder(step.Id, task.Path, words, details, task.Assignees, task.Groups, task.Form, due));
        if (due is { } at)
        {
            machine.Effects.SetTimer(Timer(step), at);
        }
    }

    /// <summary>Nobody decided in time. Only <c>approve</c> approves: silence is otherwise a denial.</summary>
    protected override void TimerElapsed(Machine machine, SimpleFrame step, CallApprovalTask task, TimerName timer)
    {
        if (timer != Timer(step))
        {
            return;
        }

        var approved = task.OnTimeout == "approve";
        machine.Effects.CloseApproval(step.Id, "timedOut");
        machine.Effects.Record("approval.timedOut", step.Id, writer => writer.WriteBoolean("approved", approved));
        var answer = Answer(approved, "timeout", $"Nobody decided within {Backoffs.InWords(task.DueIn ?? TimeSpan.Zero)}.", null);
        StepFlow.Complete(machine, step, new DataRef.Fresh(answer, $"{step.Id}/output"), reason: approved ? "approved by timeout" : "denied by timeout");
    }

    /// <summary>A question that was decided is closed as that already.</summary>
    protected override void Withdraw(Machine machine, SimpleFrame step, CallApprovalTask task)
    {
        machine.Effects.CloseApproval(step.Id, "cancelled");
        if (task.DueIn is not null)
        {
            machine.Effects.CancelTimer(Timer(step));
        }
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

    private static TimerName Timer(SimpleFrame step) => new(TimerName.Due, 1, step.Id);
}
