using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Queries;

namespace AgentBus.Gateway.Runs;

/// <summary>
/// A run as server-sent events: <c>run</c> with its state when the stream opens, every history entry under its own type with its number as
/// id, and <c>end</c> when the run is over. A client that comes back with Last-Event-ID gets what it missed, nothing twice.
/// </summary>
internal sealed class RunEventStream(IRunQueries queries, IChangeSignal signal, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    private const int PageSize = 200;

    // Signals may be missing after a lost connection to the store, so the stream looks again by itself.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    // Below the idle timeout of common proxies.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public async IAsyncEnumerable<SseItem<string>> ReadAsync(RunView run, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        yield return State("run", run);
        var quietSince = clock.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            // The run is read before its history: entries of a run seen as ended are all there.
            var current = await queries.GetAsync(run.Tenant, run.Id, stop.Token) ?? run;
            var entries = await queries.HistoryAsync(run.Tenant, run.Id, after, PageSize, stop.Token);
            foreach (var entry in entries)
            {
                yield return Entry(entry);
                after = entry.Number;
                quietSince = clock.GetTimestamp();
            }

            if (entries.Count == 0 && current.EndedAt is not null)
            {
                yield return State("end", current);
                yield break;
            }

            if (entries.Count < PageSize)
            {
                await signal.WaitForRunAsync(run.Id, LookAgain, stop.Token);
            }

            if (clock.GetElapsedTime(quietSince) >= KeepAlive)
            {
                yield return new SseItem<string>("{}", "keep-alive");
                quietSince = clock.GetTimestamp();
            }
        }
    }

    private static SseItem<string> Entry(HistoryEntry entry) =>
        new(JsonSerializer.Serialize(HistoryView.Of(entry), GatewayJson.Default.HistoryView), entry.Type)
        {
            EventId = entry.Number.ToString(CultureInfo.InvariantCulture),
        };

    private static SseItem<string> State(string type, RunView run) =>
        new(JsonSerializer.Serialize(RunSummary.Of(run), GatewayJson.Default.RunSummary), type);
}
