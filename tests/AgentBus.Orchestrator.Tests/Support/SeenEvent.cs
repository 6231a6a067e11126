using Microsoft.Extensions.Logging;

namespace AgentBus.Orchestrator.Tests.Support;

/// <summary>A logger that tells when one event was logged.</summary>
internal sealed class SeenEvent<T>(int id) : ILogger<T>
{
    private volatile bool _seen;

    public bool Seen => _seen;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _seen |= eventId.Id == id;
}
