using System.Net.Sockets;
using AgentBus.Orchestrator.Bus;
using MassTransit;
using Npgsql;

namespace AgentBus.Orchestrator.Tests.Bus;

/// <summary>What the retries of the orchestrator's queues do with a fault.</summary>
public sealed class RetryTests
{
    // More than the few tries that any fault gets.
    private const int Many = 8;

    [Fact]
    public Task A_store_that_is_away_is_waited_for() =>
        SucceedsAfterAsync(Many, () => new NpgsqlException("Failed to connect", new SocketException((int)SocketError.ConnectionRefused)));

    [Fact]
    public Task So_it_is_when_its_fault_comes_wrapped_in_that_of_a_decision() =>
        SucceedsAfterAsync(Many, () => new EventExecutionException("The event faulted", new NpgsqlException("Failed to connect", new SocketException((int)SocketError.ConnectionRefused))));

    [Fact]
    public Task So_it_is_while_it_starts_and_while_its_disk_is_full() =>
        SucceedsAfterAsync(Many, () => new PostgresException("No space left on device", "ERROR", "ERROR", "53100"));

    [Fact]
    public async Task What_the_store_refuses_is_dead_lettered_after_a_few_tries() =>
        (await TriesOfAsync(() => new PostgresException("value too long", "ERROR", "ERROR", "22001"))).ShouldBe(6);

    [Fact]
    public async Task So_is_any_other_fault() =>
        (await TriesOfAsync(() => new InvalidOperationException("a mistake"))).ShouldBe(6);

    private static async Task SucceedsAfterAsync(int faults, Func<Exception> fault) =>
        (await HandledAsync(tries => tries <= faults ? fault() : null)).ShouldBe((faults + 1, true));

    private static async Task<int> TriesOfAsync(Func<Exception> fault)
    {
        var (tries, succeeded) = await HandledAsync(_ => fault());
        succeeded.ShouldBeFalse();
        return tries;
    }

    private static async Task<(int Tries, bool Succeeded)> HandledAsync(Func<int, Exception?> fault)
    {
        var (tries, ended) = (0, new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        var bus = MassTransit.Bus.Factory.CreateUsingInMemory(configurator => configurator.ReceiveEndpoint("work", endpoint =>
        {
            Retries.Configure(endpoint);
            endpoint.Handler<Knock>(_ =>
            {
                if (fault(++tries) is { } error)
                {
                    throw error;
                }

                ended.TrySetResult(true);
                return Task.CompletedTask;
            });
        }));
        bus.ConnectReceiveEndpoint("faults", endpoint => endpoint.Handler<Fault<Knock>>(_ =>
        {
            ended.TrySetResult(false);
            return Task.CompletedTask;
        }));
        await bus.StartAsync();
        try
        {
            await bus.Publish(new Knock(1));
            return (await ended.Task.WaitAsync(TimeSpan.FromSeconds(60)) ? (tries, true) : (tries, false));
        }
        finally
        {
            await bus.StopAsync();
        }
    }

    /// <summary>Any message.</summary>
    public sealed record Knock(int Number);
}
