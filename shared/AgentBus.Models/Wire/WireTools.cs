using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Wire;

/// <summary>Function calls of a model.</summary>
internal static class WireTools
{
    /// <summary>A call; where its arguments are not a JSON object its <see cref="FunctionCallContent.Exception"/> says so.</summary>
    public static FunctionCallContent Call(WireToolCall call)
    {
        var (id, name) = (call.Id ?? "", call.Function?.Name ?? "");
        try
        {
            using var arguments = JsonDocument.Parse(call.Function?.Arguments is { Length: > 0 } text ? text : "{}");
            return new FunctionCallContent(id, name, arguments.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => (object?)p.Value.Clone(), StringComparer.Ordinal));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return new FunctionCallContent(id, name) { Exception = e };
        }
    }
}
