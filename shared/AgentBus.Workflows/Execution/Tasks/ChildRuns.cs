using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>Runs that a step starts, awaits and cancels.</summary>
internal static class ChildRuns
{
    /// <summary>Starts a run and returns its id, which is made from run, step and number.</summary>
    /// <param name="machine">The decision.</param>
    /// <param name="step">The step that starts it.</param>
    /// <param name="definition">The version to run.</param>
    /// <param name="input">Its raw input.</param>
    /// <param name="awaits">Whether the step gets a <see cref="RunEvent.ChildEnded"/>.</param>
    /// <param name="document">The definition itself where it is not in the store yet.</param>
    /// <param name="number">Of the step's runs, where it starts several.</param>
    /// <exception cref="WorkflowFault">There are too many runs above one another.</exception>
    public static Guid Start(
        Machine machine, StepFrame step, DefinitionKey definition, JsonElement input, bool awaits, JsonElement? document = null, int number = 1)
    {
        var depth = machine.State.Depth + 1;
        if (depth > machine.Limits.RunDepth)
        {
            throw new WorkflowFault(new WorkflowError(ErrorTypes.Runtime, 500, "Runs too deep",
                $"{step.Task} would start a run of {definition} below {machine.Limits.RunDepth} others, which is the limit. Does the workflow run itself without end?",
                step.Task));
        }

        var child = IdOf(machine, step.Id, number);
        machine.Effects.StartChild(new ChildOrder(child, step.Id, definition, document, input, awaits, depth));
        machine.Effects.Record("child.started", step.Id, writer =>
        {
            writer.WriteString("run", child);
            writer.WriteString("definition", definition.ToString());
        });
        return child;
    }

    /// <summary>The id of a step's run.</summary>
    public static Guid IdOf(Machine machine, string step, int number) => StepGuid.OfRun(machine.State.Run, $"{step}/run/{number}");

    /// <summary>The step does not want it any more. False = it never started.</summary>
    public static bool Cancel(Machine machine, StepFrame step, Guid child) =>
        machine.Effects.CancelChild(child, $"step {step.Id} of run {machine.State.Run} no longer waits for it", machine.CompensatesChildren);

    /// <summary>The end of a run, noted in the history; what it used is part of what this one does.</summary>
    public static void Ended(Machine machine, RunEvent.ChildEnded ended)
    {
        RunFlow.Count(machine, ended.CostUsd, ended.Tokens);
        machine.Effects.Record("child.ended", ended.Step, writer =>
        {
            writer.WriteString("run", ended.Child);
            writer.WriteString("state", ended.Status.ToString());
        });
    }

    /// <summary>The child's error as the step's: same type and status, so that a <c>catch</c> fits both; the detail says which run.</summary>
    public static WorkflowError Failure(RunEvent.ChildEnded ended, string task)
    {
        if (ended.Error is not { } json)
        {
            return new WorkflowError(ErrorTypes.Runtime, 500, "The run was cancelled", $"Run {ended.Child} ended as {ended.Status}.", task);
        }

        var error = WorkflowError.FromJson(json);
        var where = error.Instance is null ? "" : $" at {error.Instance}";
        return error with { Instance = task, Detail = Limits.Clip($"Run {ended.Child} failed{where}{(error.Detail is null ? "." : $": {error.Detail}")}") };
    }
}
