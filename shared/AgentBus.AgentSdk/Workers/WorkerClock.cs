using AgentBus.AgentSdk.Registration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentBus.AgentSdk.Workers;

/// <summary>Time, intervals and log of the worker, passed about together.</summary>
internal sealed class WorkerClock(TimeProvider time, IOptions<WorkerOptions> options, ILoggerFactory loggers)
{
    public TimeProvider Time => time;

    public WorkerOptions Options => options.Value;

    public ILogger Logger { get; } = loggers.CreateLogger("AgentBus.Agent");

    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken) => Task.Delay(delay, time, cancellationToken);
}
