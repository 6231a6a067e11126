using AgentBus.Models.Answers;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Providers;
using AgentBus.Models.Routing;
using AgentBus.Models.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace AgentBus.Models.Gateway;

/// <summary>The one way to a model, for the HTTP service and for the client in process: chooses, bounds, calls, checks and prices.</summary>
public sealed class ChatRouter
{
    private readonly ModelSelection _selection;
    private readonly ProviderSet _providers;
    private readonly AnswerKeeper _answers;
    private readonly TimeProvider _time;
    private readonly ILogger<ChatRouter> _logger;

    internal ChatRouter(ModelSelection selection, ProviderSet providers, AnswerKeeper answers, TimeProvider time, ILogger<ChatRouter> logger) =>
        (_selection, _providers, _answers, _time, _logger) = (selection, providers, answers, time, logger);

    /// <summary>Answers a call.</summary>
    /// <exception cref="ModelException">There is no usable answer; its error says why and what to do.</exception>
    public async Task<ChatAnswer> CompleteAsync(ChatCall call, CancellationToken cancellationToken)
    {
        using var operation = GenAiOperation.Start(call, _time);
        try
        {
            var answer = await AnswerAsync(call, operation, cancellationToken);
            operation.Succeeded(answer);
            Log.Answered(_logger, answer.Model, answer.Provider, answer.CostUsd, answer.Latency.TotalMilliseconds, answer.Repeated);
            return answer;
        }
        catch (ModelException e)
        {
            operation.Failed(e.Error.Code);
            Log.Failed(_logger, call.Model, e.Error.Code, e.Error.Message);
            throw;
        }
        catch (OperationCanceledException)
        {
            operation.Failed("cancelled");
            throw;
        }
    }

    private async Task<ChatAnswer> AnswerAsync(ChatCall call, GenAiOperation operation, CancellationToken cancellationToken)
    {
        var check = OutputCheck.Of(call.Options.ResponseFormat);
        var key = AnswerKeeper.KeyOf(call);
        if (await _answers.FindAsync(key, cancellationToken) is { } kept)
        {
            return kept with { Latency = operation.Elapsed };
        }

        var decision = _selection.Choose(call);
        var options = call.Options.Clone();
        options.MaxOutputTokens = ModelSelection.OutputLimit(decision.Model, call);
        var (response, cost) = await AskAsync(decision.Model, new ProviderCall(decision.Model.Upstream, call.Messages, options), check, cancellationToken);
        var answer = new ChatAnswer(response, decision.Model.Name, decision.Model.Provider, decision.Reason, cost, operation.Elapsed);
        await _answers.SaveAsync(key, answer, cancellationToken);
        return answer;
    }

    /// <summary>Asks, and once more when the answer breaks the schema. Both answers are paid for.</summary>
    private async Task<(ChatResponse Response, decimal Cost)> AskAsync(CatalogueModel model, ProviderCall call, OutputCheck? check, CancellationToken cancellationToken)
    {
        var provider = _providers[model.Provider];
        var first = await provider.CompleteAsync(call, cancellationToken);
        var spent = Spent.Of(model, call, first);
        if (check?.Fault(first) is not { } fault)
        {
            return (spent.Mark(first), spent.CostUsd);
        }

        if (!provider.CanRevise)
        {
            throw Invalid(model, fault, spent.CostUsd);
        }

        Log.Reasked(_logger, model.Name, fault);
        var again = call with { Messages = Reask.With(call.Messages, first, fault) };
        var second = await Paid(() => provider.CompleteAsync(again, cancellationToken), spent.CostUsd);
        spent += Spent.Of(model, again, second);
        return check.Fault(second) is { } still ? throw Invalid(model, still, spent.CostUsd) : (spent.Mark(second), spent.CostUsd);
    }

    /// <summary>A failure after the first answer still reports what that answer cost.</summary>
    private static async Task<ChatResponse> Paid(Func<Task<ChatResponse>> call, decimal cost)
    {
        try
        {
            return await call();
        }
        catch (ModelException e)
        {
            throw new ModelException(e.Error, e) { CostUsd = cost };
        }
    }

    private static ModelException Invalid(CatalogueModel model, string fault, decimal cost) =>
        new(new ModelError(ModelErrorCodes.InvalidOutput, 422, $"The answer of '{model.Name}' does not fit response_format: {fault}. Ask more clearly, loosen the schema or take a stronger model.")) { CostUsd = cost };
}
