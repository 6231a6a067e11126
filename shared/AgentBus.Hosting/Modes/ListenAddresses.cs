using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace AgentBus.Hosting.Modes;

/// <summary>
/// Looks whether the addresses are free before anything starts. A port in use is what most often stops a start, and by the time the web
/// server says so the bus and the loops run: their ends would bury the one line that matters.
/// </summary>
internal static class ListenAddresses
{
    public static void EnsureFree(WebApplication app)
    {
        foreach (var url in (app.Configuration[WebHostDefaults.ServerUrlsKey] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Port > 0 && Address(address.Host) is { } ip)
            {
                EnsureFree(url, new IPEndPoint(ip, address.Port));
            }
        }
    }

    private static IPAddress? Address(string host) =>
        host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(host.Trim('[', ']'), out var ip) ? ip : null;

    private static void EnsureFree(string url, IPEndPoint endpoint)
    {
        using var probe = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // As the web server does it: a port whose last connections only wait for their end is free.
            probe.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            probe.Bind(endpoint);
            probe.Listen(1);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied or SocketError.AddressNotAvailable)
        {
            throw new InvalidOperationException($"Cannot listen on {url}: {e.Message}. Stop what listens there, or set Http:Urls to another address.", e);
        }
    }
}
