using AgentBus.Models.Catalogue;
using AgentBus.Models.Decisions;
using AgentBus.Models.Routing;
using AgentBus.Models.Routing.Planning;
using AgentBus.Models.Tries;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace AgentBus.Models.Gateway;

/// <summary>Gets an answer that holds: plans, asks, checks; an answer that does not fit goes to a stronger model, and where there is none back to its own once.</summary>
internal sealed class Asker(CallPlanner planner, Trier trier, Failover<Turn> failover, DecisionRecorder recorder, ILogger<Asker> logger)
{
    /// <exception cref="ModelException">There is no usable answer.</exception>
    public async Task<ChatAnswer> AskAsync(CallState state, Func<TimeSpan> elapsed, CancellationToken cancellationToken)
    {
        var plan = Planned(state);
        var record = recorder.Begin(state, plan, elapsed);
        try
        {
            var turn = await GoodTurnAsync(state, plan, record, cancellationToken);
            return record.Answer(turn.Candidate, turn.Response);
        }
        catch (ModelException e)
        {
            record.Failed(e.Error);
            throw;
        }
    }

    public CallPlan Planned(CallState state) => planner.Plan(state);

    private async Task<Turn> GoodTurnAsync(CallState state, CallPlan plan, DecisionRecord record, CancellationToken cancellationToken)
    {
        var turn = await TryAsync(state, plan.Decision.Ranking, cancellationToken);
        for (var escalations = 0; ; escalations++)
        {
            if (state.Check?.Fault(turn.Response) is not { } fault)
            {
                return turn;
            }

            record.Unfit(turn.Candidate);
            var stronger = escalations < state.InForce.Options.MaxEscalations ? plan.StrongerThan(turn.Candidate) : [];
            if (stronger.Count == 0 || await StrongerAsync(state, turn, stronger, fault, cancellationToken) is not { } next)
            {
                return await LastAsync(state, turn, fault, cancellationToken);
            }

            turn = next;
        }
    }

    private Task<Turn> TryAsync(CallState state, IReadOnlyList<Candidate> ranking, CancellationToken cancellationToken) =>
        failover.RunAsync(state, ranking, (candidate, token) => trier.CompleteAsync(state, candidate, state.Call.Messages, token), cancellationToken);

    /// <summary>An answer of a stronger model; null when none of them can be had.</summary>
    private async Task<Turn?> StrongerAsync(CallState state, Turn turn, IReadOnlyList<Candidate> stronger, OutputFault fault, CancellationToken cancellationToken)
    {
        Log.Escalated(logger, turn.Candidate.Model.Name, stronger[0].Model.Name, fault.Message);
        try
        {
            return await TryAsync(state, stronger, cancellationToken);
        }
        catch (ModelException)
        {
            return null;
        }
    }

    /// <summary>No stronger model is left: the same one is told what is wrong, once. Both answers are paid for.</summary>
    private async Task<Turn> LastAsync(CallState state, Turn turn, OutputFault fault, CancellationToken cancellationToken)
    {
        var model = turn.Candidate.Model;
        if (fault.IsBearable)
        {
            return turn;
        }

        if (!fault.IsText || !state.InForce.Providers[model.Provider].Provider.CanRevise)
        {
            throw Invalid(state, model, fault);
        }

        Log.Reasked(logger, model.Name, fault.Message);
        var messages = Reask.With(state.Call.Messages, turn.Response, fault.Message);
        Candidate[] same = [turn.Candidate];
        var again = await failover.RunAsync(state, same, (candidate, token) => trier.CompleteAsync(state, candidate, messages, token), cancellationToken);
        return state.Check?.Fault(again.Response) is { } still ? throw Invalid(state, model, still) : again;
    }

    private static ModelException Invalid(CallState state, CatalogueModel model, OutputFault fault) => new(new ModelError(
        ModelErrorCodes.InvalidOutput,
        422,
        $"The answer of '{model.Name}' does not fit {(fault.IsText ? "response_format" : "the tools")}: {fault.Message}. Ask more clearly, loosen the schema or take a stronger model."))
    {
        CostUsd = state.Bill.CostUsd,
    };
}
