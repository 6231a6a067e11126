using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution.Operators;

/// <summary>Finds what a command names among what is open.</summary>
internal static class OpenSteps
{
    /// <summary>The open step of this id, or of this task path where only one is open.</summary>
    public static StepFrame? Find(RunState state, string step)
    {
        var open = state.Frames.OfType<StepFrame>();
        return open.FirstOrDefault(frame => frame.Id == step) ?? (open.Where(frame => frame.Task == step).Take(2).ToList() is [var only] ? only : null);
    }

    /// <summary>The compensation that failed and waits, by the step it undoes or by the path of that step's task.</summary>
    public static BlockFrame? Stuck(RunState state, string step) =>
        AllStuck(state).FirstOrDefault(block => block.Undoes == step)
        ?? (AllStuck(state).Where(block => block.Owner == step).Take(2).ToList() is [var only] ? only : null);

    public static IEnumerable<BlockFrame> AllStuck(RunState state) => state.Frames.OfType<BlockFrame>().Where(block => block.Undo == UndoPhase.Stuck);

    /// <summary>Whether a step can be tried again now: it is parked, or waits for its next try.</summary>
    public static bool CanBeTried(Frame frame) => frame is AgentFrame { Phase: AgentPhase.Parked or AgentPhase.Backoff } or TryFrame { Waiting: true };

    /// <summary>The open block or fork that runs the task at these indexes; null when there is none.</summary>
    public static Frame? Around(WorkflowDefinition definition, RunState state, TaskDefinition task, ReadOnlySpan<int> indexes)
    {
        foreach (var frame in state.Frames)
        {
            if (frame.Indexes.AsSpan().SequenceEqual(indexes) && Runs(definition, state, frame, task))
            {
                return frame;
            }
        }

        return null;
    }

    /// <summary>A branch that is done cannot be run again alone: its output is part of what the fork gathered.</summary>
    private static bool Runs(WorkflowDefinition definition, RunState state, Frame frame, TaskDefinition task) => frame switch
    {
        BlockFrame { Role: not BlockRole.Compensate } block => BlockFlow.Tasks(definition, block).Any(candidate => candidate.Path == task.Path),
        ForkFrame fork => state.Frames.Any(child => child is StepFrame branch && branch.Parent == fork.Id && branch.Task == task.Path),
        _ => false,
    };
}
