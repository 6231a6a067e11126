using AgentBus.Agents.Research.Reading;

namespace AgentBus.Agents.Research.Index;

/// <summary>A cut that matches the topic; a higher score is better.</summary>
internal sealed record RankedCut(string Document, Cut Cut, double Score);
