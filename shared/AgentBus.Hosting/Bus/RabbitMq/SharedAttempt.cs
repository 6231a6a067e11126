namespace AgentBus.Hosting.Bus.RabbitMq;

/// <summary>
/// Something that is opened when it is needed, and again after a loss. Who asks while it is being opened shares that attempt and its failure: a broker
/// that does not answer costs all of them one timeout together, not one after another.
/// </summary>
internal sealed class SharedAttempt<T>(Func<T, bool> isOpen, Func<T?, Task<T>> open)
    where T : class
{
    private readonly Lock gate = new();
    private volatile T? current;
    private Task<T>? opening;

    /// <summary>What was opened last, even if it is closed by now.</summary>
    public T? Last => current;

    public ValueTask<T> GetAsync(CancellationToken cancellationToken) =>
        current is { } present && isOpen(present) ? new(present) : new(OpeningAsync().WaitAsync(cancellationToken));

    private Task<T> OpeningAsync()
    {
        lock (gate)
        {
            return opening is { IsCompleted: false } ? opening : opening = OpenAsync();
        }
    }

    private async Task<T> OpenAsync()
    {
        // Not under the lock.
        await Task.Yield();
        return current is { } present && isOpen(present) ? present : current = await open(current);
    }
}
