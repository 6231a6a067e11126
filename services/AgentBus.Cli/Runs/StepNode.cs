using AgentBus.Cli.Api;

namespace AgentBus.Cli.Runs;

/// <summary>A step and those inside it.</summary>
/// <param name="Label">Its name, with the item's index inside a <c>for</c>.</param>
internal sealed record StepNode(Step Step, string Label, List<StepNode> Children);
