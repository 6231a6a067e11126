namespace AgentBus.TestKit.RabbitMq;

/// <summary>Where a broker is and how to log in.</summary>
public sealed record BrokerAddress(string Host, int Port, string VirtualHost, string Username, string Password)
{
    /// <summary>Reads <c>amqp://user:password@host:port/vhost</c>; parts left out have the usual defaults.</summary>
    public static BrokerAddress Parse(string address)
    {
        var uri = new Uri(address);
        var login = uri.UserInfo.Split(':', 2);
        var host = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        return new BrokerAddress(
            uri.Host,
            uri.Port > 0 ? uri.Port : 5672,
            host.Length == 0 ? "/" : host,
            login[0].Length == 0 ? "guest" : Uri.UnescapeDataString(login[0]),
            login.Length < 2 ? "guest" : Uri.UnescapeDataString(login[1]));
    }
}
