using System.Collections.Concurrent;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace AgentBus.Models.MicroBatches;

/// <summary>
/// Gathers small calls of one kind for a moment and asks them in one prompt, where their step type is configured for that. Each answer is held to the schema of its call; a call whose answer is missing
/// or does not fit, and every one when the prompt fails, is asked alone.
/// </summary>
internal sealed class MicroBatcher(Asker asker, LiveModels models, TimeProvider time, ILogger<MicroBatcher> logger)
{
    private readonly ConcurrentDictionary<string, Gathering> _gatherings = new(StringComparer.Ordinal);

    /// <exception cref="ModelException">There is no usable answer.</exception>
    public async Task<ChatAnswer> AskAsync(CallState state, Func<TimeSpan> elapsed, CancellationToken cancellationToken)
    {
        var options = models.InForce.Options.MicroBatch;
        if (options.StepTypes.Count == 0 || MicroBatchPrompt.KeyOf(state.Call, options) is not { } key)
        {
            return await asker.AskAsync(state, elapsed, cancellationToken);
        }

        var (gathering, place) = Join(key, state.Call, options);
        var part = (await gathering.Answers.WaitAsync(cancellationToken))?[place];
        if (part is { Response.Text.Length: > 0 } && state.Check?.Fault(part.Response) is null)
        {
            return part with { Latency = elapsed() };
        }

        var alone = await asker.AskAsync(state, elapsed, cancellationToken);
        return alone with { CostUsd = alone.CostUsd + (part?.CostUsd ?? 0) };
    }

    private (Gathering Gathering, int Place) Join(string key, ChatCall call, MicroBatchOptions options)
    {
        while (true)
        {
            var gathering = _gatherings.GetOrAdd(key, _ => new Gathering(options.Size(call.Hints)!.Value));
            if (gathering.Join(call) is { } place)
            {
                if (place == 0)
                {
                    // Whoever joined first may leave; the others still want their answers.
                    _ = Task.Run(() => RunAsync(key, gathering, options.Wait), CancellationToken.None);
                }

                return (gathering, place);
            }

            _gatherings.TryRemove(KeyValuePair.Create(key, gathering));
        }
    }

    private async Task RunAsync(string key, Gathering gathering, TimeSpan wait)
    {
        try
        {
            using var patience = new CancellationTokenSource(wait, time);
            await gathering.Full.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var calls = gathering.Close();
            _gatherings.TryRemove(KeyValuePair.Create(key, gathering));
            gathering.End(calls.Count < 2 ? null : await TogetherAsync(calls));
        }
        catch (Exception e)
        {
            Log.NotTogether(logger, e.Message);
            gathering.End(null);
        }
    }

    /// <summary>The whole is held to nothing: one bad answer in it does not make the others bad, and a stronger model is asked for that one only.</summary>
    private async Task<IReadOnlyList<ChatAnswer>> TogetherAsync(IReadOnlyList<ChatCall> calls)
    {
        var start = time.GetTimestamp();
        var state = new CallState(MicroBatchPrompt.Together(calls), models.InForce) { Check = null };
        var whole = await asker.AskAsync(state, () => time.GetElapsedTime(start), CancellationToken.None);
        return [.. MicroBatchPrompt.Apart(whole.Response.Text, calls.Count).Select(text => Part(whole, text ?? "", calls.Count))];
    }

    /// <summary>Each pays an equal share, also one whose part is of no use.</summary>
    private static ChatAnswer Part(ChatAnswer whole, string text, int count) => whole with
    {
        CostUsd = whole.CostUsd / count,
        Reason = $"asked together with {count - 1} others; {whole.Reason}",
        Response = new ChatResponse(new ChatMessage(ChatRole.Assistant, text))
        {
            ModelId = whole.Response.ModelId,
            FinishReason = ChatFinishReason.Stop,
            Usage = new UsageDetails
            {
                InputTokenCount = whole.Response.Usage?.InputTokenCount / count,
                OutputTokenCount = whole.Response.Usage?.OutputTokenCount / count,
                TotalTokenCount = whole.Response.Usage?.TotalTokenCount / count,
            },
        },
    };
}
