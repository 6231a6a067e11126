using AgentBus.Contracts;
using AgentBus.Hosting.Bus;
using AgentBus.Orchestrator.Relay;
using AgentBus.Orchestrator.Tests.Support;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;

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
    public async Task Timers_that_are_due_at_once_are_published_no_faster_than_they_are_consumed()
    {
        await _shop.AddAsync([.. Enumerable.Range(0, 500).Select(_ => _shop.Message())]);
        _shop.Queue.State = () => new QueueState(2_000, 1);

        await RunAsync(_shop.Relay(), async () =>
        {
            await _shop.Clock.TimerSetAsync(TimeSpan.FromMilliseconds(50));
            await ReceiveAsync(200);
            _shop.Sender.NothingSent.ShouldBeTrue();

            _shop.Queue.State = () => new QueueState(0, 1);
            _shop.Clock.Advance(TimeSpan.FromMilliseconds(50));
            await ReceiveAsync(300);
        });

        async Task ReceiveAsync(int messages)
        {
            for (var n = 0; n < messages; n++)
            {
                await _shop.Sender.NextAsync();
            }
        }
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

    [Fact]
    public async Task Events_of_a_run_arrive_in_order_though_one_is_refused_and_other_runs_do_not_wait()
    {
        var (run, other) = (Guid.NewGuid(), Guid.NewGuid());
        OutboxRow[] events = [_shop.Event(), _shop.Event(), _shop.Event()];
        await _shop.Outbox.AddAsync(Shop.Tenant, run, events, CancellationToken.None);
        await _shop.Outbox.AddAsync(Shop.Tenant, other, [_shop.Event()], CancellationToken.None);
        var (refused, seen) = (0, new HashSet<Guid?>());
        _shop.Sender.FaultOf = message => message.MessageId == events[0].MessageId && refused++ < 3 ? new MessageRefusedException("no route") : null;

        await RunAsync(_shop.Relay(), async () =>
        {
            (await _shop.Sender.NextAsync()).Headers[WireHeaders.Run].ShouldBe(other.ToString());
            _shop.Sender.NothingSent.ShouldBeTrue("the run's later events wait for its first");
            var next = NextOfAsync(run);
            await UntilAsync(() => next.IsCompleted);
            (await next).MessageId.ShouldBe(events[0].MessageId);
            (await NextOfAsync(run)).MessageId.ShouldBe(events[1].MessageId);
            (await NextOfAsync(run)).MessageId.ShouldBe(events[2].MessageId);
        });

        // What went out may come again: this clock can be faster than the deletion of its row.
        async Task<OutgoingMessage> NextOfAsync(Guid wanted)
        {
            OutgoingMessage message;
            do
            {
                message = await _shop.Sender.NextAsync();
            }
            while (message.Headers[WireHeaders.Run] != wanted.ToString() || !seen.Add(message.MessageId));

            return message;
        }
    }

    [Fact]
    public async Task What_failed_while_the_broker_was_away_goes_out_first_and_in_its_order()
    {
        var away = true;
        _shop.Sender.FaultOf = _ => away ? new BusException("no broker") : null;
        var relay = _shop.Relay();
        var rows = Enumerable.Range(0, 20).Select(_ => _shop.Message()).ToList();

        await RunAsync(relay, async () =>
        {
            relay.Committed(_shop.Set(rows[..10]));
            await StandingAsync(() => _shop.Sender.Tries > 0);
            relay.Committed(_shop.Set(rows[10..]));
            away = false;
            await UntilAsync(() => _shop.Sender.Sent == 20, TimeSpan.FromMilliseconds(50), _shop.Clock.GetUtcNow() + (IOutboxStore.CommitterHold / 2));
        });

        var sent = new List<Guid>();
        while (!_shop.Sender.NothingSent)
        {
            sent.Add((await _shop.Sender.NextAsync()).MessageId);
        }

        sent.ShouldBe(rows.Select(row => row.MessageId));
    }

    [Fact]
    public async Task A_broker_that_takes_nothing_now_is_asked_again_without_end_and_nothing_is_parked()
    {
        await _shop.AddAsync(_shop.Message());
        _shop.Sender.Fault = () => _shop.Sender.Tries < 30 ? new MessageRefusedException("full") { IsTemporary = true } : null;

        await RunAsync(_shop.Relay(), async () =>
        {
            await UntilAsync(() => _shop.Sender.Sent >= 1);
            await EmptyAsync();
        });

        _shop.Parked.Seen.ShouldBeFalse();
    }

    [Fact]
    public async Task While_the_broker_hangs_most_claimed_rows_stay_in_the_store()
    {
        var hang = new TaskCompletionSource();
        _shop.Sender.Hang = hang.Task;
        await _shop.AddAsync([.. Enumerable.Range(0, 1500).Select(_ => _shop.Message())]);

        await RunAsync(_shop.Relay(), async () =>
        {
            await StandingAsync(() => _shop.Sender.Tries >= 256);
            for (var i = 0; i < 2_000; i++)
            {
                await Task.Yield();
            }

            (await _shop.Outbox.ClaimAsync(2000, TimeSpan.FromSeconds(1), _shop.Clock.GetUtcNow(), CancellationToken.None)).Count.ShouldBeInRange(700, 1200);
            _shop.Sender.Hang = Task.CompletedTask;
            hang.SetResult();
            await UntilAsync(() => _shop.Sender.Sent >= 1500);
        });
    }

    [Fact]
    public async Task A_stopping_relay_publishes_what_it_holds()
    {
        var hang = new TaskCompletionSource();
        _shop.Sender.Hang = hang.Task;
        var relay = _shop.Relay();
        await relay.StartAsync(CancellationToken.None);
        relay.Committed(_shop.Set([_shop.Message(), _shop.Message()]));
        await StandingAsync(() => _shop.Sender.Tries == 2);

        var stop = relay.StopAsync(CancellationToken.None);
        hang.SetResult();
        await stop;

        _shop.Sender.Sent.ShouldBe(2);
        relay.Dispose();
    }

    [Fact]
    public async Task What_a_stopping_relay_cannot_publish_is_due_at_once_for_another()
    {
        var rows = Enumerable.Range(0, 300).Select(_ => _shop.Message()).ToArray();
        await _shop.AddAsync(rows);
        _shop.Sender.Fault = () => new BusException("no broker");
        var relay = _shop.Relay();
        await relay.StartAsync(CancellationToken.None);
        await StandingAsync(() => _shop.Sender.Tries > 0);

        await StopAsync(relay);
        relay.Dispose();

        (await _shop.Outbox.ClaimAsync(1000, TimeSpan.FromSeconds(1), _shop.Clock.GetUtcNow(), CancellationToken.None)).Count.ShouldBe(300);
    }

    private async Task RunAsync(OutboxRelay relay, Func<Task> test)
    {
        await relay.StartAsync(CancellationToken.None);
        await test();
        await StopAsync(relay);
        relay.Dispose();
    }

    // The time a stop may take for publishing runs out at once; the time for the store stands still, as the store is real and takes its own.
    private async Task StopAsync(OutboxRelay relay)
    {
        var stop = relay.StopAsync(CancellationToken.None);
        await Task.WhenAny(stop, _shop.Clock.TimerSetAsync(TimeSpan.FromSeconds(4)));
        _shop.Clock.Advance(TimeSpan.FromSeconds(4));
        await stop.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
    }

    private Task StandingAsync(Func<bool> condition) => UntilAsync(condition, until: DateTimeOffset.MinValue);

    /// <summary>Moves the clock until then, where that is given: what is only in memory is given up when its hold is over.</summary>
    private async Task UntilAsync(Func<bool> condition, TimeSpan? step = null, DateTimeOffset? until = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            if (until is null || _shop.Clock.GetUtcNow() < until)
            {
                _shop.Clock.Advance(step ?? TimeSpan.FromSeconds(1));
            }

            await Task.Yield();
        }
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
