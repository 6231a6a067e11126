using System.Globalization;
using System.Text.RegularExpressions;
using AgentBus.TestKit.RabbitMq;

namespace AgentBus.Benchmarks;

/// <summary>What RabbitMQ says it did: its global counters, over all virtual hosts.</summary>
internal static partial class BrokerMeter
{
    public static async Task<BrokerCounts> ReadAsync(RabbitMqNode node)
    {
        var text = await node.ControlAsync("eval", "rabbit_global_counters:overview().");
        return new BrokerCounts(Sum(text, "messages_received_total"), Sum(text, "messages_delivered_total"));
    }

    private static long Sum(string text, string counter) =>
        Counter().Matches(text).Where(match => match.Groups["name"].Value == counter).Sum(match => long.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"(?<name>\w+)\s*=>\s*(?<value>\d+)", RegexOptions.NonBacktracking)]
    private static partial Regex Counter();
}

/// <summary>Messages since the node began.</summary>
/// <param name="Published">From clients to the broker.</param>
/// <param name="Delivered">From the broker to clients.</param>
internal sealed record BrokerCounts(long Published, long Delivered)
{
    public static BrokerCounts operator -(BrokerCounts a, BrokerCounts b) => new(a.Published - b.Published, a.Delivered - b.Delivered);
}
