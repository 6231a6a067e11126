using AgentBus.AgentSdk.Workers;
using AgentBus.Contracts;

namespace AgentBus.AgentSdk.Attempts;

/// <summary>Sends progress notes of one attempt, not too many, and never waits for them: a note may be lost.</summary>
internal sealed class ProgressReporter(DispatchAttempt dispatch, string agent, WorkerMessages messages, WorkerClock clock, CancellationToken stop)
{
    private const int LongestMessage = 500;
    private readonly Lock gate = new();
    private long? last;

    public void Report(double? fraction, string message)
    {
        lock (gate)
        {
            if (last is { } before && clock.Time.GetElapsedTime(before) < clock.Options.ProgressEvery)
            {
                return;
            }

            last = clock.Time.GetTimestamp();
        }

        var note = new AttemptProgress(
            dispatch.Tenant, dispatch.Run, dispatch.Step, dispatch.Attempt, agent, clock.Options.Name,
            message.Length > LongestMessage ? message[..LongestMessage] : message,
            fraction is { } value && double.IsFinite(value) ? Math.Clamp(value, 0, 1) : null);
        _ = SendAsync(note);
    }

    private async Task SendAsync(AttemptProgress note)
    {
        try
        {
            await messages.SendAsync(Queues.Registry, note, ContractsJson.Default.AttemptProgress, note.Tenant, note.Run, stop);
        }
        catch (Exception)
        {
            // People see the next one.
        }
    }
}
