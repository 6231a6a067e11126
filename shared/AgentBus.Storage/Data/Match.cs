namespace AgentBus.Storage.Data;

/// <summary>A condition on runs in two forms, one for few matches and one for many.</summary>
/// <param name="Set">Select of the column <c>run</c>: all that match.</param>
/// <param name="Each">Condition on one row of <c>runs</c>.</param>
internal sealed record Match(string Set, string Each);
