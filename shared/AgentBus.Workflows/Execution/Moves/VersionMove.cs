using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Execution.Tasks;

namespace AgentBus.Workflows.Execution.Moves;

/// <summary>
/// Moves a run to another version of its definition. Open steps keep their ids, attempts, timers and questions, so nothing in flight is lost; therefore
/// every task that the run is in, or may yet compensate, must be there under the same path and of the same kind.
/// </summary>
public static class VersionMove
{
    /// <summary>The documents that <see cref="Obstacles"/> needs: what may yet be compensated.</summary>
    public static ReadSet Reads(RunState state) =>
        state.Undoable == 0 ? ReadSet.Empty : new ReadSet([], [new CollectionRead(UndoEntry.Prefix, state.Undoable)]);

    /// <summary>All that stands in the way; empty = the run can be moved.</summary>
    public static IReadOnlyList<MoveObstacle> Obstacles(WorkflowDefinition from, WorkflowDefinition to, RunState state, RunData data) =>
        state.IsOver
            ? [new MoveObstacle("", $"the run is over: {state.Status}")]
            : [.. Open(from, to, state).Concat(Compensations(from, to, state, data)).Distinct().OrderBy(obstacle => obstacle.Task, StringComparer.Ordinal)];

    /// <summary>
    /// Tasks of one version in which no run that waits there could be moved to the other: what makes a new version unsafe for waiting runs.
    /// </summary>
    public static IReadOnlyList<MoveObstacle> Obstacles(WorkflowDefinition from, WorkflowDefinition to) =>
    [
        .. from.Tasks.Values.OrderBy(task => task.Path, StringComparer.Ordinal)
            .Select(task => TaskFit.Obstacle(task, to) is { } why ? new MoveObstacle(task.Path, why) : null).OfType<MoveObstacle>(),
    ];

    /// <summary>Decides on a request. A run that is over or has that version already changes nothing; one that cannot be moved records why.</summary>
    public static Decision Decide(
        WorkflowDefinition from, WorkflowDefinition to, RunState state, RunData data, RunEvent.MoveRequested request)
    {
        if (state.IsOver || from.Key.Version == to.Key.Version)
        {
            return new Decision(state, [], ReadSet.Empty);
        }

        var obstacles = Obstacles(from, to, state, data);
        return obstacles.Count == 0
            ? new Decision(state with { }, [new Effect.Move(to.Key.Version), Entry("run.moved", from, to, request, obstacles)], ReadSet.Empty)
            : new Decision(state with { }, [Entry("run.moveRefused", from, to, request, obstacles)], ReadSet.Empty);
    }

    private static Effect.Record Entry(
        string type, WorkflowDefinition from, WorkflowDefinition to, RunEvent.MoveRequested request, IReadOnlyList<MoveObstacle> obstacles) =>
        new(type, null, Json.Object(writer =>
        {
            writer.WriteString("from", from.Key.Version);
            writer.WriteString("to", to.Key.Version);
            writer.WriteString("by", request.By);
            writer.Names("obstacles", [.. obstacles.Select(obstacle => $"{obstacle.Task}: {obstacle.Message}")]);
        }));

    private static IEnumerable<MoveObstacle> Open(WorkflowDefinition from, WorkflowDefinition to, RunState state)
    {
        foreach (var frame in state.Frames)
        {
            if (Path(from, frame) is { } path && from.Tasks.TryGetValue(path, out var task) && Obstacle(task, to, frame) is { } why)
            {
                yield return new MoveObstacle(path, why);
            }
        }
    }

    /// <summary>The task a frame stands for; of a list that yielded, the one that is next.</summary>
    private static string? Path(WorkflowDefinition from, Frame frame) => frame switch
    {
        StepFrame step => step.Task,
        BlockFrame { Pending: not null } block => BlockFlow.Tasks(from, block)[block.Position].Path,
        BlockFrame block => block.Owner,
        _ => null,
    };

    private static string? Obstacle(TaskDefinition task, WorkflowDefinition to, Frame frame) =>
        TaskFit.Obstacle(task, to)
        ?? (frame is AgentFrame agent && AgentChoice.Name(to.Tasks[task.Path], agent.Choice) is null
            ? $"its agent number {agent.Choice + 1} is at work, and version {to.Key.Version} names fewer"
            : null);

    private static IEnumerable<MoveObstacle> Compensations(WorkflowDefinition from, WorkflowDefinition to, RunState state, RunData data)
    {
        var paths = Enumerable.Range(0, state.Undoable).Select(number => UndoneTask(data, number)).OfType<string>().Distinct();
        foreach (var task in paths.Where(from.Tasks.ContainsKey).Select(path => from.Tasks[path]))
        {
            var why = TaskFit.Obstacle(task, to)
                ?? (to.Tasks[task.Path].Compensate.Count == 0 ? $"it is done and can be compensated; version {to.Key.Version} does not say how" : null);
            if (why is not null)
            {
                yield return new MoveObstacle(task.Path, why);
            }
        }
    }

    private static string? UndoneTask(RunData data, int number) =>
        data.TryGet(CollectionRead.ItemKey(UndoEntry.Prefix, number), out var json) ? json.Deserialize(RunStateJson.Default.UndoEntry)?.Step.Task : null;
}
