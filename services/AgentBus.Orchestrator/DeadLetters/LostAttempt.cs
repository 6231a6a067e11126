using System.Globalization;
using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Storage.DeadLetters;
using AgentBus.Storage.Runs;

namespace AgentBus.Orchestrator.DeadLetters;

/// <summary>
/// A dispatch that was given up is a failed attempt to its run, which goes on with its failure policy instead of waiting for ever. It counts as
/// transient: what was delivered beside the message that killed a worker is as dead as that one, and deserves another try.
/// </summary>
internal static class LostAttempt
{
    private const string Code = "dead-letter";

    /// <summary>The attempt that is lost with this letter; null = it is no dispatch, or not one that can be read.</summary>
    public static DispatchAttempt? Of(DeadLetterRow letter)
    {
        if (letter.Type != nameof(DispatchAttempt))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(letter.Body.Span, ContractsJson.Default.DispatchAttempt);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>What tells the run. Each failure of the letter has an id of its own.</summary>
    public static OutboxRow Message(DispatchAttempt lost, DeadLetterRow letter, DateTimeOffset now)
    {
        var finished = new AttemptFinished(
            lost.Tenant, lost.Run, lost.Step, lost.Attempt, lost.Agent, AgentVersion: "", Worker: "", AgentResultKind.Transient,
            Failure: new AgentFailure(Code, $"Attempt {lost.Attempt} was given up in {letter.Queue} ({letter.Reason}): {letter.Error} See dead letter {letter.Id}."));
        return new OutboxRow(
            NaturalId.Of("dead-letter", letter.Id.ToString(), letter.Replays.ToString(CultureInfo.InvariantCulture)), Queues.Orchestrator, "",
            nameof(AttemptFinished), "application/json", JsonSerializer.SerializeToUtf8Bytes(finished, ContractsJson.Default.AttemptFinished), now);
    }
}
