namespace AgentBus.AgentSdk.Workers;

/// <summary>Who may end an attempt: its consumer before the claim, only the worker after it.</summary>
internal sealed class Lease : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly Lock gate = new();
    private bool claimed;

    public CancellationToken Token => source.Token;

    public void Claim()
    {
        lock (gate)
        {
            claimed = true;
        }
    }

    public void CancelUnlessClaimed()
    {
        lock (gate)
        {
            if (claimed)
            {
                return;
            }
        }

        source.Cancel();
    }

    public void Dispose() => source.Dispose();
}
