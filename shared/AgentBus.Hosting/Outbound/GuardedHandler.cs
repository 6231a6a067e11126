using System.Net;
using System.Net.Sockets;

namespace AgentBus.Hosting.Outbound;

/// <summary>
/// Makes a handler that checks the address it really connects to: a name that resolves to a public address when asked and to a private one
/// when connected gains nothing. It follows no redirect and uses no proxy, which would do the connecting out of sight.
/// </summary>
public static class GuardedHandler
{
    /// <summary>A new handler with its own connections.</summary>
    public static SocketsHttpHandler Create(OutboundOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = options.ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, options, cancellationToken),
    };

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, OutboundOptions options, CancellationToken cancellationToken)
    {
        var allowed = options.AllowPrivateNetworks || options.AllowedHosts.Contains(target.Host, StringComparer.OrdinalIgnoreCase);
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancellationToken);
        if (!allowed && Array.Find(addresses, address => !AddressPolicy.IsPublic(address) && !options.AllowedNetworks.Any(n => n.Contains(address))) is { } refused)
        {
            throw new AddressRefusedException(
                $"address not allowed: {target.Host}{(target.Host == refused.ToString() ? " is" : $" is {refused}, which is")} not public; the operator may allow it by {options.Setting}");
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
