using System.Runtime.CompilerServices;
using AgentBus.Models.Answers;
using AgentBus.Models.Batches;
using AgentBus.Models.Cache;
using AgentBus.Models.Catalogue;
using AgentBus.Models.MicroBatches;
using AgentBus.Models.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace AgentBus.Models.Gateway;

/// <summary>
/// The one way to a model, for the HTTP service and for the client in process. On the way of a call: repeated answers, cache, eligibility and policy, budget,
/// tries with failover, check and escalation, and the record of what was decided.
/// </summary>
public sealed class ChatRouter
{
    private readonly LiveModels _models;
    private readonly AnswerKeeper _answers;
    private readonly IAnswerCache _cache;
    private readonly DeferredCalls _deferred;
    private readonly MicroBatcher _asker;
    private readonly StreamAsker _streams;
    private readonly TimeProvider _time;
    private readonly ILogger<ChatRouter> _logger;

    internal ChatRouter(LiveModels models, AnswerKeeper answers, IAnswerCache cache, DeferredCalls deferred, MicroBatcher asker, StreamAsker streams, TimeProvider time, ILogger<ChatRouter> logger) =>
        (_models, _answers, _cache, _deferred, _asker, _streams, _time, _logger) = (models, answers, cache, deferred, asker, streams, time, logger);

    /// <summary>Answers a call.</summary>
    /// <exception cref="ModelException">There is no usable answer; its error says why and what to do.</exception>
    public async Task<ChatAnswer> CompleteAsync(ChatCall call, CancellationToken cancellationToken)
    {
        using var operation = GenAiOperation.Start(call, isStream: false, _time);
        using var deadline = new CallDeadline(call.Hints, _time, cancellationToken);
        try
        {
            var answer = await AnswerAsync(State(call, operation), operation, deadline.Token);
            Succeeded(operation, answer);
            return answer;
        }
        catch (Exception e)
        {
            throw Failed(operation, call, deadline.Explain(e));
        }
    }

    /// <summary>
    /// Answers a call in pieces, the first as soon as it comes. The last one holds the usage and what <see cref="AnswerProperties"/> names. An answer that is held to a
    /// schema is checked whole before its first piece; one from the cache is whole already.
    /// </summary>
    /// <exception cref="ModelException">Before the first piece or in the middle: what came before it is then no whole answer.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(ChatCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var operation = GenAiOperation.Start(call, isStream: true, _time);
        using var deadline = new CallDeadline(call.Hints, _time, cancellationToken);
        await using var updates = UpdatesAsync(call, operation, deadline.Token).GetAsyncEnumerator(deadline.Token);
        while (true)
        {
            try
            {
                if (!await updates.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception e)
            {
                throw Failed(operation, call, deadline.Explain(e));
            }

            if (updates.Current.RawRepresentation is not ChatAnswer)
            {
                operation.Piece();
            }

            yield return updates.Current;
        }
    }

    private CallState State(ChatCall call, GenAiOperation operation) => new(call, call.IsOfBatch ? _models.InForce.ForBatches() : _models.InForce) { Operation = operation };

    private async IAsyncEnumerable<ChatResponseUpdate> UpdatesAsync(ChatCall call, GenAiOperation operation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var state = State(call, operation);
        var key = AnswerKeeper.KeyOf(call);
        var whole = state.Check is { NeedsWhole: true }
            ? await AnswerAsync(state, operation, cancellationToken)
            : await KeptAsync(key, operation, cancellationToken) ?? await _cache.FindAsync(call, cancellationToken);
        if (whole is not null)
        {
            Succeeded(operation, whole);
            foreach (var update in AnswerProperties.AddTo(whole).ToChatResponseUpdates())
            {
                yield return update;
            }

            yield break;
        }

        await foreach (var update in _streams.AskAsync(state, () => operation.Elapsed, cancellationToken))
        {
            if (update.RawRepresentation is ChatAnswer answer)
            {
                await _answers.SaveAsync(key, answer, cancellationToken);
                answer = await _cache.KeepAsync(call, answer, cancellationToken);
                AnswerProperties.Add(answer, update.AdditionalProperties!);
                Succeeded(operation, answer);
            }

            yield return update;
        }
    }

    private async Task<ChatAnswer> AnswerAsync(CallState state, GenAiOperation operation, CancellationToken cancellationToken)
    {
        var key = AnswerKeeper.KeyOf(state.Call);
        if (await KeptAsync(key, operation, cancellationToken) is { } kept)
        {
            return kept;
        }

        var answer = await _deferred.AnswerAsync(state.Call, cancellationToken)
            ?? await _cache.GetOrAskAsync(state.Call, token => _asker.AskAsync(state, () => operation.Elapsed, token), cancellationToken);
        await _answers.SaveAsync(key, answer, cancellationToken);
        return answer;
    }

    private async ValueTask<ChatAnswer?> KeptAsync(AnswerKey? key, GenAiOperation operation, CancellationToken cancellationToken) =>
        await _answers.FindAsync(key, cancellationToken) is { } kept ? kept with { Latency = operation.Elapsed } : null;

    private void Succeeded(GenAiOperation operation, ChatAnswer answer)
    {
        operation.Succeeded(answer);
        Log.Answered(_logger, answer.Model, answer.Provider, answer.CostUsd, answer.Latency.TotalMilliseconds, answer.Repeated);
    }

    private Exception Failed(GenAiOperation operation, ChatCall call, Exception e)
    {
        operation.Failed(e is ModelException m ? m.Error.Code : e is OperationCanceledException ? "cancelled" : e.GetType().Name, (e as ModelException)?.CostUsd ?? 0);
        if (e is ModelException { Error: var error })
        {
            Log.Failed(_logger, call.Model, error.Code, error.Message);
        }

        return e;
    }
}
