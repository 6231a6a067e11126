namespace AgentBus.Models.Routing;

/// <summary>What is known of a task before it is done.</summary>
/// <param name="Tenant">Whose it is.</param>
/// <param name="StepType">Kind of work: what <c>agentbus_step_type</c> says, else workflow and task path, else the agent; empty when none is known.</param>
/// <param name="Prompt">The last user message.</param>
internal sealed record RoutingTask(string Tenant, string StepType, string Prompt);
