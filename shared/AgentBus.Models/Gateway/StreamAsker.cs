using System.Runtime.CompilerServices;
using AgentBus.Models.Decisions;
using AgentBus.Models.Tries;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Gateway;

/// <summary>
/// Streams an answer: its first piece passes at once. Before that another model takes over unnoticed; after it the stream goes on to its end or breaks with an error,
/// never silently.
/// </summary>
internal sealed class StreamAsker(Asker asker, Trier trier, Failover<OpenStream> failover, DecisionRecorder recorder)
{
    /// <summary>Pieces, then one that holds the whole <see cref="ChatAnswer"/> as its <see cref="ChatResponseUpdate.RawRepresentation"/>.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> AskAsync(CallState state, Func<TimeSpan> elapsed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var plan = asker.Planned(state);
        var record = recorder.Begin(state, plan, elapsed);
        await using var stream = await Recorded(record, () => failover.RunAsync(
            state, plan.Decision.Ranking, (candidate, token) => trier.OpenAsync(state, candidate, cancellationToken, token), cancellationToken));
        while (await Recorded(record, () => NextAsync(state, stream)) is { } update)
        {
            yield return update.Contents.Any(c => c is UsageContent) ? WithoutUsage(update) : update;
        }

        var answer = record.Answer(stream.Candidate, stream.Received);
        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(state.Bill.Usage)])
        {
            ResponseId = answer.Response.ResponseId,
            ModelId = answer.Response.ModelId,
            AdditionalProperties = AnswerProperties.Add(answer, []),
            RawRepresentation = answer,
        };
    }

    /// <summary>The count of tokens comes at the end, over all tries.</summary>
    private static ChatResponseUpdate WithoutUsage(ChatResponseUpdate update)
    {
        var own = update.Clone();
        own.Contents = [.. update.Contents.Where(c => c is not UsageContent)];
        return own;
    }

    private static async Task<ChatResponseUpdate?> NextAsync(CallState state, OpenStream stream)
    {
        try
        {
            return await stream.NextAsync();
        }
        catch (ModelException e)
        {
            throw new ModelException(e.Error, e) { CostUsd = state.Bill.CostUsd };
        }
    }

    private static async Task<T> Recorded<T>(DecisionRecord record, Func<Task<T>> step)
    {
        try
        {
            return await step();
        }
        catch (ModelException e)
        {
            record.Failed(e.Error);
            throw;
        }
    }
}
