using System.Net;
using System.Net.Sockets;

namespace AgentBus.Agents.Research.Web;

/// <summary>
/// Makes a handler that checks the address it really connects to: a name that resolves to a public address when asked and to a private one
/// when connected gains nothing. It follows no redirect and uses no proxy, which would do the connecting out of sight.
/// </summary>
internal static class GuardedHandler
{
    public static SocketsHttpHandler Create(ResearchOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = options.WebTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, options, cancellationToken),
    };

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, ResearchOptions options, CancellationToken cancellationToken)
    {
        var allowed = options.AllowPrivateNetworks || options.AllowedHosts.Contains(target.Host, StringComparer.OrdinalIgnoreCase);
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancellationToken);
        if (!allowed && Array.Find(addresses, address => !AddressPolicy.IsPublic(address)) is { } refused)
        {
            throw new AddressRefusedException(
                $"address not allowed: {target.Host} is {refused}, which is not public; the operator may allow it by {ResearchOptions.Section}:AllowedHosts");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
