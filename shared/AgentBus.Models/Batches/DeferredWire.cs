using System.Globalization;
using System.Text.Json;
using AgentBus.Models.Gateway;
using AgentBus.Models.Providers;
using AgentBus.Models.Wire;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Batches;

/// <summary>Deferred calls as batches hold them.</summary>
internal static class DeferredWire
{
    /// <summary>The call with its hints, so that it is routed, paid and recorded as its step's.</summary>
    public static string Request(ChatCall call)
    {
        IReadOnlyList<ChatMessage> messages = call.Options.Instructions is { Length: > 0 } instructions ? [new ChatMessage(ChatRole.System, instructions), .. call.Messages] : call.Messages;
        var request = ChatToWire.Request(new ProviderCall(call.Model, messages, call.Options), newMaxTokens: true) with
        {
            Metadata = (call.Options.AdditionalProperties ?? []).ToDictionary(p => p.Key, p => Convert.ToString(p.Value, CultureInfo.InvariantCulture) ?? "", StringComparer.Ordinal),
        };
        return JsonSerializer.Serialize(request, WireJson.Default.WireRequest);
    }

    public static ChatAnswer? Answer(BatchResult result) =>
        JsonSerializer.Deserialize(result.Body, WireJson.Default.WireResponse) is { Agentbus: { } route } wire && WireToChat.Response(wire) is { } response
            ? new ChatAnswer(response, route.Model, route.Provider, $"in a batch: {route.Reason}", route.CostUsd, TimeSpan.FromMilliseconds(route.LatencyMs)) { Decision = route.Decision }
            : null;

    public static ModelException Error(BatchResult result)
    {
        var body = JsonSerializer.Deserialize(result.Body, WireJson.Default.WireErrorBody);
        var code = body?.Error?.Code is { ValueKind: JsonValueKind.String } text ? text.GetString()! : ModelErrorCodes.InvalidRequest;
        return new ModelException(new ModelError(code, result.Status, body?.Error?.Message ?? "The call failed in its batch.")) { CostUsd = body?.Agentbus?.CostUsd ?? 0 };
    }
}
