using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution;

/// <summary>A run that the shell ends because the engine cannot decide it.</summary>
public static class AbandonedRun
{
    /// <summary>The end, and what others must be told: who waits for this run, what it started and awaits, and the schedule that goes on after it.</summary>
    public static Decision End(WorkflowDefinition definition, RunState state, JsonElement error, DateTimeOffset now)
    {
        List<Effect> effects = [new Effect.Record("run.faulted", null, error)];
        effects.AddRange(state.Frames.OfType<ListenFrame>().Where(step => step.IsOpen).Select(step => new Effect.Unsubscribe(step.Id)));
        effects.AddRange(state.Frames.Select(ChildOf).OfType<Guid>().Select(child => new Effect.CancelChild(child, $"run {state.Run} failed", Compensate: true)));
        if (state.Parent is { Awaits: true } parent)
        {
            effects.Add(new Effect.TellParent(parent, RunStatus.Faulted, null, error, state.Bill.CostUsd, state.Bill.Tokens));
        }

        if (state.ScheduledFor is not null && definition.Schedule?.Following(now) is { } next)
        {
            effects.Add(new Effect.ScheduleNext(next));
        }

        return new Decision(state with { Status = RunStatus.Faulted, Error = error }, effects, ReadSet.Empty);
    }

    private static Guid? ChildOf(Frame frame) => frame switch
    {
        ChildFrame step => step.Child,
        AgentFrame step => step.Plan?.Child,
        _ => null,
    };
}
