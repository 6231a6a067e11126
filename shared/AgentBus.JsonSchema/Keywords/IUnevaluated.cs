namespace AgentBus.JsonSchema.Keywords;

/// <summary>A keyword about what the other keywords of its schema have left over; evaluated after them.</summary>
internal interface IUnevaluated;
