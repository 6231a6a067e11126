using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace AgentBus.TestKit.Network;

/// <summary>
/// A TCP proxy on the loopback address whose <see cref="Conditions"/> can be changed while connections are open. Own code, since no
/// package that restores is one. The dice are seeded; which piece of which connection meets them is up to the scheduler.
/// </summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly IPEndPoint target;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<ProxyLink, Task> links = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly Random dice;
    private readonly Task accepting;
    private volatile TaskCompletionSource changed = NewSignal();
    private volatile Conditions conditions = new();
    private int resets;

    private TcpProxy(IPEndPoint target, int seed)
    {
        (this.target, dice) = (target, new Random(seed));
        listener.Start();
        accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Connections that are open now.</summary>
    public int Open => links.Count;

    /// <summary>Connections that were reset so far, by <see cref="Reset"/> or by chance.</summary>
    public int Resets => Volatile.Read(ref resets);

    /// <summary>How connections are treated from now on, the open ones too.</summary>
    public Conditions Conditions
    {
        get => conditions;
        set
        {
            conditions = value;
            Interlocked.Exchange(ref changed, NewSignal()).SetResult();
        }
    }

    /// <summary>Starts it in front of a port of the loopback address.</summary>
    public static TcpProxy Start(int targetPort, int seed) => new(new IPEndPoint(IPAddress.Loopback, targetPort), seed);

    /// <summary>Resets every open connection (RST to both sides); returns how many.</summary>
    public int Reset()
    {
        var open = links.Keys.ToList();
        open.ForEach(link => link.Reset());
        return open.Count;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        Reset();
        await Task.WhenAll(links.Values);
        listener.Dispose();
        stopping.Dispose();
    }

    /// <summary>The chance taken for one piece.</summary>
    internal double Roll()
    {
        lock (dice)
        {
            return dice.NextDouble();
        }
    }

    /// <summary>Completes when the conditions are others than those at the time of the call.</summary>
    internal Task ChangedAsync() => changed.Task;

    internal void CountReset() => Interlocked.Increment(ref resets);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptSocketAsync(stopping.Token);
                _ = Task.Run(() => ServeAsync(client), CancellationToken.None);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Stopped, or the client has gone already.
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var server = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        var link = new ProxyLink(this, client, server);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        links[link] = ended.Task;
        try
        {
            await server.ConnectAsync(target, stopping.Token);
            await link.RunAsync();
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            link.Reset();
        }
        finally
        {
            links.TryRemove(link, out _);
            ended.SetResult();
        }
    }
}
