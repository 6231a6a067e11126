namespace AgentBus.Models.Routing.Evaluation;

/// <summary>A point of a <see cref="RoutingCurve"/>.</summary>
/// <param name="StrongShare">Share of calls that go to the strong model, 0 to 1.</param>
/// <param name="Quality">Mean quality of the answers, 0 to 1.</param>
public sealed record CurvePoint(double StrongShare, double Quality);
