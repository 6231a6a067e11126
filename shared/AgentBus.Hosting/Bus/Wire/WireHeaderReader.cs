using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MassTransit;

namespace AgentBus.Hosting.Bus.Wire;

/// <summary>Reads the headers of a delivery as text; tables and lists, such as the broker's <c>x-death</c>, as JSON.</summary>
internal static class WireHeaderReader
{
    private const int MaxDepth = 16;

    /// <summary>By name, in any case; of two names that differ in case only, the last one.</summary>
    public static Dictionary<string, string> Read(Headers headers)
    {
        var texts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in headers.GetAll())
        {
            texts[key] = value switch
            {
                string text => text,
                byte[] bytes => Encoding.UTF8.GetString(bytes),
                IDictionary or IList => Node(value, 0)!.ToJsonString(),
                _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
            };
        }

        return texts;
    }

    private static JsonNode? Node(object? value, int depth) => value switch
    {
        null => null,
        string text => text,
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        bool flag => flag,
        long or int or short or byte or sbyte or ushort or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        RabbitMQ.Client.AmqpTimestamp time => time.UnixTime,
        IDictionary or IList when depth > MaxDepth => "…",
        IDictionary table => Table(table, depth),
        IList list => new JsonArray([.. list.Cast<object?>().Select(item => Node(item, depth + 1))]),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static JsonObject Table(IDictionary table, int depth)
    {
        var node = new JsonObject();
        foreach (DictionaryEntry entry in table)
        {
            node[Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? ""] = Node(entry.Value, depth + 1);
        }

        return node;
    }
}
