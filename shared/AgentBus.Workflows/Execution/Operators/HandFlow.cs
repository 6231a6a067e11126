using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Operators;

/// <summary>A person does a step, or has the run go on without it.</summary>
internal static class HandFlow
{
    public static ControlRefusal? Refusal(WorkflowDefinition definition, RunState state, RunEvent.StepCompletedByHand request) =>
        RunControl.OpenStep(state, request.Step) is { } refusal ? refusal
        : OpenSteps.Find(state, request.Step) is { } step && Reject(definition.Tasks[step.Task], request.Output) is { } errors ? Invalid(step.Task, errors)
        : null;

    public static void Complete(Machine machine, RunEvent.StepCompletedByHand request)
    {
        var state = machine.State with { Frames = [.. machine.AllFrames] };
        var words = $"completed by hand {ControlFlow.InWords(request)}";
        if (OpenSteps.Find(state, request.Step) is not { } step)
        {
            UndoFlow.DoneByHand(machine, OpenSteps.Stuck(state, request.Step)!, request, words);
            return;
        }

        if (Json.SizeOf(request.Output) > machine.Limits.ValueBytes)
        {
            ControlFlow.Refuse(machine, request, Invalid(
                step.Task, $"it is {Limits.InWords(Json.SizeOf(request.Output))}; at most {Limits.InWords(machine.Limits.ValueBytes)} is taken."));
            return;
        }

        try
        {
            StepFlow.Complete(machine, step, new DataRef.Fresh(request.Output, $"{step.Id}/output"), reason: words);
            ControlFlow.Record(machine, "step.completedByHand", step.Id, request);
        }
        catch (WorkflowFault fault) when (!machine.Documents.AnyMissing)
        {
            // What follows from the output (output.as, export.as, their schemas) does not go with it: nothing was changed so far.
            ControlFlow.Refuse(machine, request, Invalid(step.Task, fault.Error.ToString()));
        }
    }

    public static void Skip(Machine machine, RunEvent.StepSkipped request)
    {
        var state = machine.State with { Frames = [.. machine.AllFrames] };
        var words = $"skipped {ControlFlow.InWords(request)}";
        if (OpenSteps.Find(state, request.Step) is not { } step)
        {
            UndoFlow.Skip(machine, OpenSteps.Stuck(state, request.Step)!, request, words);
            return;
        }

        ControlFlow.Record(machine, "step.skippedByHand", step.Id, request);
        StepFlow.Skip(machine, step, request.Output is { } output ? new DataRef.Fresh(output, $"{step.Id}/output") : step.RawInput, words);
    }

    private static string? Reject(TaskDefinition task, JsonElement output) =>
        task is CallAgentTask { OutputSchema: { } schema } && Schemas.Errors(schema, output) is { } errors ? errors
        : task.Output is { As: null, Schema: { } own } && Schemas.Errors(own, output) is { } wrong ? wrong
        : null;

    private static ControlRefusal Invalid(string task, string errors) =>
        new("output-invalid", $"The output does not go with {task}: {errors}");
}
