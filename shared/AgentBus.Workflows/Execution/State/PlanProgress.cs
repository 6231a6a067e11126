namespace AgentBus.Workflows.Execution.State;

/// <summary>How far a <c>call: plan</c> is.</summary>
/// <param name="Number">Number of the plan that is made or run; 1 for the first.</param>
/// <param name="Child">The run that carries it out.</param>
internal sealed record PlanProgress(int Number, Guid? Child = null);
