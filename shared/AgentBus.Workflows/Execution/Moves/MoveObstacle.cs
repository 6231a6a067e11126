namespace AgentBus.Workflows.Execution.Moves;

/// <summary>Why a run cannot go on with another version of its definition.</summary>
/// <param name="Task">Path of the task in the run's version.</param>
/// <param name="Message">What stands in the way.</param>
public sealed record MoveObstacle(string Task, string Message);
