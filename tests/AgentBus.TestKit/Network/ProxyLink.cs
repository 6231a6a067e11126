using System.Net.Sockets;
using System.Threading.Channels;

namespace AgentBus.TestKit.Network;

/// <summary>One connection through a <see cref="TcpProxy"/>: a pump for each direction.</summary>
internal sealed class ProxyLink(TcpProxy proxy, Socket client, Socket server)
{
    private const int PieceBytes = 16 * 1024;

    /// <summary>Pieces on their way in one direction; when so many are late the sender is held back, as by a full socket buffer.</summary>
    private const int Underway = 256;

    private readonly CancellationTokenSource ended = new();
    private int isReset;

    /// <summary>Ends when both sides have closed, or by a reset.</summary>
    public async Task RunAsync()
    {
        try
        {
            await Task.WhenAll(
                PumpAsync(client, server, conditions => conditions.Upstream),
                PumpAsync(server, client, conditions => conditions.Downstream));
        }
        finally
        {
            Close(client);
            Close(server);
        }
    }

    /// <summary>Closes both sides with RST.</summary>
    public void Reset()
    {
        if (Interlocked.Exchange(ref isReset, 1) == 1)
        {
            return;
        }

        proxy.CountReset();
        ended.Cancel();
        foreach (var socket in (Socket[])[client, server])
        {
            try
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // It was closed by its own side first.
            }

            Close(socket);
        }
    }

    private static void Close(Socket socket) => socket.Dispose();

    private Task PumpAsync(Socket from, Socket to, Func<Conditions, Flow> flow)
    {
        var late = Channel.CreateBounded<(byte[] Piece, TimeSpan Late, long Read)>(Underway);
        return Task.WhenAll(ReadAsync(from, late.Writer, flow), WriteAsync(to, late.Reader, flow));
    }

    private async Task ReadAsync(Socket from, ChannelWriter<(byte[] Piece, TimeSpan Late, long Read)> pieces, Func<Conditions, Flow> flow)
    {
        var buffer = new byte[PieceBytes];
        try
        {
            while (await from.ReceiveAsync(buffer, ended.Token) is > 0 and var count)
            {
                var now = proxy.Conditions;
                if (flow(now) != Flow.Drop)
                {
                    await pieces.WriteAsync((buffer[..count], now.Latency + now.Jitter * proxy.Roll(), TimeProvider.System.GetTimestamp()), ended.Token);
                }
            }

            pieces.Complete();
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            pieces.Complete(exception);
        }
    }

    private async Task WriteAsync(Socket to, ChannelReader<(byte[] Piece, TimeSpan Late, long Read)> pieces, Func<Conditions, Flow> flow)
    {
        try
        {
            await foreach (var (piece, late, read) in pieces.ReadAllAsync(ended.Token))
            {
                await WaitAsync(late - TimeProvider.System.GetElapsedTime(read));
                if (await PassesAsync(flow))
                {
                    await SendAsync(to, piece);
                }
            }

            await OpenAsync(flow);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // A side that is gone is gone for the other one too; but that is news, which needs a way through.
            await OpenAsync(flow).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Reset();
        }
    }

    // A drip is twenty drops a second.
    private async Task SendAsync(Socket to, byte[] piece)
    {
        var rate = proxy.Conditions.BytesPerSecond;
        foreach (var drop in piece.Chunk(rate is null ? piece.Length : Math.Max(1, rate.Value / 20)))
        {
            for (var rest = drop.AsMemory(); rest.Length > 0;)
            {
                rest = rest[await to.SendAsync(rest, ended.Token)..];
            }

            await WaitAsync(rate is null ? TimeSpan.Zero : TimeSpan.FromSeconds((double)drop.Length / rate.Value));
        }
    }

    // False = the piece is lost.
    private async Task<bool> PassesAsync(Func<Conditions, Flow> flow)
    {
        while (true)
        {
            var changed = proxy.ChangedAsync();
            var now = proxy.Conditions;
            if (now.Resets > 0 && proxy.Roll() < now.Resets)
            {
                Reset();
            }

            if (flow(now) != Flow.Hold)
            {
                return flow(now) == Flow.Pass;
            }

            await changed.WaitAsync(ended.Token);
        }
    }

    private async Task OpenAsync(Func<Conditions, Flow> flow)
    {
        for (var changed = proxy.ChangedAsync(); flow(proxy.Conditions) != Flow.Pass; changed = proxy.ChangedAsync())
        {
            await changed.WaitAsync(ended.Token);
        }
    }

    private Task WaitAsync(TimeSpan time) => time > TimeSpan.Zero ? Task.Delay(time, TimeProvider.System, ended.Token) : Task.CompletedTask;
}
