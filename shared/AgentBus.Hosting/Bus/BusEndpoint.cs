using MassTransit;

namespace AgentBus.Hosting.Bus;

/// <summary>A queue that a service consumes. Hosting collects them all and sets up the bus once.</summary>
public sealed record BusEndpoint
{
    public required string Queue { get; init; }

    /// <summary>The records it understands; a message of another type is dead-lettered with that reason.</summary>
    public required IReadOnlyList<WireType> Types { get; init; }

    /// <summary>Messages at the same time; prefetch follows it.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Registers consumers and sagas.</summary>
    public required Action<IBusRegistrationConfigurator> Register { get; init; }

    /// <summary>Attaches them to the endpoint; partitioners and retries go here.</summary>
    public required Action<IBusRegistrationContext, IReceiveEndpointConfigurator> Configure { get; init; }

    /// <summary>Reads bodies itself instead of by <see cref="Types"/>, such as CloudEvents; null = by type.</summary>
    public IWireReader? Reader { get; init; }

    /// <summary>The last queue of all: it takes bodies of any size, and what fails there goes back to it instead of to the dead letters.</summary>
    public bool IsForDeadLetters { get; init; }

    /// <summary>A queue of this process alone, such as for answers: not replicated, gone when the process is, made by no setup.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>A topic exchange to bind the queue to besides its own, and the binding key.</summary>
    public (string Exchange, string RoutingKey)? Topic { get; init; }
}
