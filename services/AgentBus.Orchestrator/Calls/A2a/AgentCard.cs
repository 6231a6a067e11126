using System.Text.Json;
using AgentBus.Orchestrator.Calls.Http;

namespace AgentBus.Orchestrator.Calls.A2a;

/// <summary>Reads where an agent listens from its card, of version 0.x and 1.x of the protocol.</summary>
internal static class AgentCard
{
    private const string JsonRpc = "JSONRPC";

    /// <summary>The address for JSON-RPC; null when the card names none.</summary>
    public static string? Address(HttpAnswer answer)
    {
        try
        {
            var card = JsonElement.Parse(answer.Body);
            return Interface(card, "supportedInterfaces", "protocolBinding")
                ?? (card.Text("preferredTransport") is null or JsonRpc ? card.Text("url") : null)
                ?? Interface(card, "additionalInterfaces", "transport");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Interface(JsonElement card, string list, string kind) =>
        card.Member(list) is { ValueKind: JsonValueKind.Array } interfaces
            ? interfaces.EnumerateArray().Where(item => item.Text(kind) == JsonRpc).Select(item => item.Text("url")).FirstOrDefault()
            : null;
}
