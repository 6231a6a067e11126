using AgentBus.Contracts;
using AgentBus.Hosting.Bus;
using AgentBus.Orchestrator.Relay;
using AgentBus.Orchestrator.Tests.Support;

namespace AgentBus.Orchestrator.Tests.Relay;

public sealed class OutboxRelayTests : IAsyncLifetime
{
    private Shop _shop = null!;

    public async Task InitializeAsync() => _shop = await Shop.OpenAsync();

    public Task DisposeAsync() => _shop.DisposeAsync().AsTask();

    [Fact]
    public async Task A_committed_message_is_published_with_its_id_and_tenant_and_its_row_deleted()
    {
        var row = _shop.Message();
        await _shop.AddAsync(row);

        await RunAsync(_shop.Relay(), async () =>
        {
            var sent = await _shop.Sender.NextAsync();
            sent.MessageId.ShouldBe(row.MessageId);
            sent.Headers[WireHeaders.Tenant].ShouldBe(Shop.Tenant);
            await EmptyAsync();
        });
    }

    [Fact]
    public async Task A_timer_is_published_when_it_is_due_and_not_before()
    {
        await _shop.AddAsync(_shop.Message(due: TimeSpan.FromMinutes(5)), _shop.Message());

        await RunAsync(_shop.Relay(), async () =>
        {
            await _shop.Sender.NextAsync();
            _shop.Sender.NothingSent.ShouldBeTrue();
            _shop.Clock.Advance(TimeSpan.FromMinutes(5));
            await _shop.Sender.NextAsync();
        });
    }

    [Fact]
    public async Task The_queue_of_an_agent_is_made_before_the_first_dispatch_so_that_the_message_waits_there()
    {
        await _shop.AddAsync(_shop.Message(Queues.Agent("nobody-yet")));

        await RunAsync(_shop.Relay(), async () => await _shop.Sender.NextAsync());

        _shop.Sender.Queues.ShouldContain(Queues.Agent("nobody-yet"));
    }

    [Fact]
    public async Task An_unreachable_broker_is_waited_for_without_end()
    {
        var row = _shop.Message();
        await _shop.AddAsync(row);
        _shop.Sender.Fault = () => _shop.Sender.Tries < 40 ? new TimeoutException("no broker") : null;

        await RunAsync(_shop.Relay(), async () =>
        {
            var next = _shop.Sender.NextAsync();
            while (!next.IsCompleted)
            {
                _shop.Clock.Advance(TimeSpan.FromSeconds(31));
                await Task.Yield();
            }

            (await next).MessageId.ShouldBe(row.MessageId);
        });
    }

    [Fact]
    public async Task A_message_the_broker_refuses_is_parked_after_ten_tries()
    {
        await _shop.AddAsync(_shop.Message());
        _shop.Sender.Fault = () => new MessageRefusedException("too large");

        await RunAsync(_shop.Relay(), async () =>
        {
            while (!_shop.Parked.Seen)
            {
                _shop.Clock.Advance(TimeSpan.FromSeconds(31));
                await Task.Yield();
            }

            await EmptyAsync();
        });

        // The clock jumps, so a hold may run out while a try is under way; never fewer than ten.
        _shop.Sender.Tries.ShouldBeGreaterThanOrEqualTo(10);
    }

    [Fact]
    public async Task On_a_transport_that_forgets_a_row_stays_until_its_message_was_consumed_and_comes_again_after_a_stop()
    {
        var row = _shop.Message();
        await _shop.AddAsync(row);

        await RunAsync(_shop.Relay(forgets: true), async () => (await _shop.Sender.NextAsync()).MessageId.ShouldBe(row.MessageId));
        var second = _shop.Relay(forgets: true);
        await RunAsync(second, async () =>
        {
            (await _shop.Sender.NextAsync()).MessageId.ShouldBe(row.MessageId, "the first host stopped before the message was consumed");
            second.Consumed(row.MessageId);
            await EmptyAsync();
        });
    }

    private static async Task RunAsync(OutboxRelay relay, Func<Task> test)
    {
        await relay.StartAsync(CancellationToken.None);
        await test();
        await relay.StopAsync(CancellationToken.None);
        relay.Dispose();
    }

    private async Task EmptyAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while ((await _shop.LeftAsync()).Count > 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            _shop.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }
}
