using System.Net;
using System.Net.ServerSentEvents;
using AgentBus.Gateway.Tests.Support;

namespace AgentBus.Gateway.Tests.Runs;

public sealed class RunEventsTests(GatewayHost host) : IClassFixture<GatewayHost>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly HttpClient _client = host.Admin;

    public Task InitializeAsync() => Samples.PutReadingAsync(_client);

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_stream_shows_what_was_what_comes_and_the_end()
    {
        var id = await Samples.StartAsync(_client);
        var script = new RunScript(host, "default", id);
        await script.HistoryAsync("step.started");
        await using var stream = new EventReader(_client, id, null);
        (await stream.NextAsync()).EventType.ShouldBe("run");
        (await stream.NextAsync()).EventId.ShouldBe("1");
        (await stream.NextAsync()).ShouldSatisfyAllConditions(e => e.EventId.ShouldBe("2"), e => e.EventType.ShouldBe("step.started"));
        await script.HistoryAsync("attempt.dispatched");
        (await stream.NextAsync()).EventType.ShouldBe("attempt.dispatched");
        await script.CompleteAsync("1");
        (await stream.NextAsync()).ShouldSatisfyAllConditions(e => e.EventId.ShouldBe("4"), e => e.EventType.ShouldBe("run.completed"));
        var end = await stream.NextAsync();
        end.EventType.ShouldBe("end");
        end.Data.ShouldContain("Completed");
        (await stream.EndedAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_client_that_comes_back_gets_what_it_missed_and_nothing_twice()
    {
        var id = await Samples.StartAsync(_client);
        await new RunScript(host, "default", id).HistoryAsync("two", "three", "four");
        await using var stream = new EventReader(_client, id, "2");
        (await stream.NextAsync()).EventType.ShouldBe("run");
        (await stream.NextAsync()).EventId.ShouldBe("3");
        (await stream.NextAsync()).EventId.ShouldBe("4");
    }

    [Fact]
    public async Task A_client_that_has_all_of_a_finished_run_is_told_to_stay_away()
    {
        var id = await Samples.StartAsync(_client);
        await new RunScript(host, "default", id).CompleteAsync("1");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/runs/{id}/events");
        request.Headers.Add("Last-Event-ID", "2");
        (await _client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private sealed class EventReader(HttpClient client, Guid run, string? last) : IAsyncDisposable
    {
        private readonly CancellationTokenSource _timeout = new(Patience);
        private HttpResponseMessage? _response;
        private IAsyncEnumerator<SseItem<string>>? _items;

        public async Task<SseItem<string>> NextAsync()
        {
            _items ??= await OpenAsync();
            (await _items.MoveNextAsync()).ShouldBeTrue("the stream ended");
            return _items.Current;
        }

        public async Task<bool> EndedAsync() => !await _items!.MoveNextAsync();

        public async ValueTask DisposeAsync()
        {
            await _timeout.CancelAsync();
            _response?.Dispose();
            _timeout.Dispose();
        }

        private async Task<IAsyncEnumerator<SseItem<string>>> OpenAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/runs/{run}/events");
            if (last is not null)
            {
                request.Headers.Add("Last-Event-ID", last);
            }

            _response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _timeout.Token);
            _response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
            return SseParser.Create(await _response.Content.ReadAsStreamAsync(_timeout.Token)).EnumerateAsync(_timeout.Token).GetAsyncEnumerator();
        }
    }
}
