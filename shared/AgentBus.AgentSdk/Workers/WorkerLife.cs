using AgentBus.Contracts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AgentBus.AgentSdk.Workers;

/// <summary>
/// Announces the worker while it lives. It starts after the bus and stops after the consumers have: registered before the bus, and hosted
/// services stop in reverse order.
/// </summary>
internal sealed class WorkerLife(AgentDesk desk, WorkerClock clock, IOptions<HostOptions> host) : IHostedLifecycleService, IDisposable
{
    // The last seconds of a stop: for reporting what did not finish, for saying goodbye, and for those who stop after the worker.
    private static readonly TimeSpan LastSeconds = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan GoodbyeTime = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource stopped = new();
    private readonly CancellationTokenSource finishing = new(Timeout.InfiniteTimeSpan, clock.Time);
    private Task beating = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        beating = BeatAsync(stopped.Token);
        return Task.CompletedTask;
    }

    // The time of a stop runs from here, for all parts of the process.
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        var time = host.Value.ShutdownTimeout - LastSeconds;
        finishing.CancelAfter(time > TimeSpan.Zero ? time : TimeSpan.Zero);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(finishing.Token, cancellationToken))
        {
            await desk.StopAsync(either.Token);
        }

        await stopped.CancelAsync();
        await beating;
        var agent = desk.Descriptor;
        await TrySendAsync(
            new WorkerStopped(clock.Options.Name, agent.Name, agent.Version), ContractsJson.Default.WorkerStopped, GoodbyeTime, CancellationToken.None);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        finishing.Dispose();
        stopped.Dispose();
        desk.Dispose();
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(clock.Options.HeartbeatEvery, clock.Time);
        try
        {
            do
            {
                var agent = desk.Descriptor;
                var beat = new WorkerHeartbeat(
                    clock.Options.Name, agent.Name, agent.Version, agent.Capabilities, agent.Concurrency, desk.Running, desk.Claimed, Lanes: true);
                await TrySendAsync(beat, ContractsJson.Default.WorkerHeartbeat, clock.Options.HeartbeatEvery, cancellationToken);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The worker stops.
        }
    }

    // A lost heartbeat is made good by the next one.
    private async Task TrySendAsync<T>(
        T message, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> json, TimeSpan patience, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            await desk.Messages.SendAsync(Queues.Registry, message, json, null, null, cancellationToken).WaitAsync(patience, clock.Time, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.HeartbeatFailed(clock.Logger, typeof(T).Name, exception.Message);
        }
    }
}
