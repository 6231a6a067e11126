using System.Globalization;
using System.Net.ServerSentEvents;
using AgentBus.Cli.Api;

namespace AgentBus.Cli.Runs;

/// <summary>
/// Follows a run by its server-sent events. A server that goes away is asked again for a minute, from the last entry seen, so a restart of
/// the server is only a pause.
/// </summary>
internal sealed class RunWatcher(Session session, Guid run)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // A tree is redrawn at most so often, however many entries come.
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(300);
    private long _last;

    /// <summary>Every history entry after a number, as JSON, until the run ends.</summary>
    public async Task FollowAsync(long after, Action<string> show)
    {
        _last = after;
        await ForeachAsync(item =>
        {
            if (item.EventId is not null)
            {
                show(item.Data);
            }

            return Task.CompletedTask;
        });
    }

    /// <summary>Shows the run each time it changed, and once more when it is over.</summary>
    public async Task<RunDetails> WatchAsync(Action<RunDetails> show)
    {
        var clock = session.Terminal.Clock;
        var drawn = 0L;
        await ForeachAsync(async item =>
        {
            if (item.EventType != "end" && (drawn == 0 || clock.GetElapsedTime(drawn) >= Redraw))
            {
                show(await DetailsAsync());
                drawn = clock.GetTimestamp();
            }
        });
        var final = await DetailsAsync();
        show(final);
        return final;
    }

    private async Task<RunDetails> DetailsAsync() =>
        (await session.Api.GetAsync($"/v1/runs/{run}", session.Cancelled)).As(ApiJson.Default.RunDetails);

    private async Task ForeachAsync(Func<SseItem<string>, Task> handle)
    {
        var clock = session.Terminal.Clock;
        var heard = clock.GetTimestamp();
        while (true)
        {
            try
            {
                if (await ReadAsync(handle, () => heard = clock.GetTimestamp()))
                {
                    return;
                }
            }
            catch (Exception e) when (e is IOException or HttpRequestException or CliException { ExitCode: ExitCode.Unreachable })
            {
                if (clock.GetElapsedTime(heard) >= Patience)
                {
                    throw new CliException(ExitCode.Unreachable, $"{e.Message} The run may go on; look again with: agentbus show {run}");
                }
            }

            await Task.Delay(Pause, clock, session.Cancelled);
        }
    }

    // True = the run is over; false = the stream broke off.
    private async Task<bool> ReadAsync(Func<SseItem<string>, Task> handle, Action heard)
    {
        using var response = await session.Api.StreamAsync($"/v1/runs/{run}/events", _last, session.Cancelled);
        if (response is null)
        {
            return true;
        }

        await using var stream = await response.Content.ReadAsStreamAsync(session.Cancelled);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(session.Cancelled))
        {
            heard();
            await handle(item);
            if (long.TryParse(item.EventId, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                _last = number;
            }

            if (item.EventType == "end")
            {
                return true;
            }
        }

        return false;
    }
}
