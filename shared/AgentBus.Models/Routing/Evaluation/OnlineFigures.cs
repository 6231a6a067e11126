namespace AgentBus.Models.Routing.Evaluation;

/// <summary>One pass from nothing, in which only the outcome of the called model is seen.</summary>
/// <param name="Calls">Calls of the pass.</param>
/// <param name="MeanPgr">Mean of PGR over the shares.</param>
/// <param name="LargestShareError">The largest difference between the share asked for and the share held.</param>
/// <param name="Shares">For each share of calls to the dearest model.</param>
public sealed record OnlineFigures(int Calls, double MeanPgr, double LargestShareError, IReadOnlyList<OnlineShare> Shares);

/// <summary>A pass at one share.</summary>
/// <param name="Share">Share of calls to the dearest model that was asked for.</param>
/// <param name="Held">The share it came to.</param>
/// <param name="Quality">Mean quality of all calls of the pass, exploration included.</param>
/// <param name="Pgr">Performance gap recovered.</param>
public sealed record OnlineShare(double Share, double Held, double Quality, double Pgr);
