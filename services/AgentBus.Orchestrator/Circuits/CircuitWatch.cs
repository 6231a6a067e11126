using AgentBus.Workflows.Execution;

namespace AgentBus.Orchestrator.Circuits;

/// <summary>
/// Counts results as the engine judged them: an output that was not accepted is a failure too. What is about the request (refused, permanent), about
/// a limit or a question says nothing of the agent's health.
/// </summary>
internal sealed class CircuitWatch(CircuitBoard board)
{
    private const string Finished = "attempt.finished";
    private const string Failed = "attempt.failed";

    public void Note(RunEvent happened, Decision decision)
    {
        if (happened is not RunEvent.AttemptSettled { Outcome: { Agent: { } agent, AgentVersion: { Length: > 0 } version } outcome })
        {
            return;
        }

        var judged = decision.Effects.OfType<Effect.Record>().FirstOrDefault(record => record.Type is Finished or Failed);
        if (judged is { Type: Finished })
        {
            board.Note(agent, version, failed: false);
        }
        else if (judged is not null && (outcome.Kind is OutcomeKind.Transient or OutcomeKind.InvalidOutput or OutcomeKind.Done))
        {
            board.Note(agent, version, failed: true);
        }
    }
}
