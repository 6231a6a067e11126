using System.Text.Json.Nodes;

namespace AgentBus.Conformance.Outside;

/// <summary>A server of the Model Context Protocol over standard input and output: any tool answers with its own name.</summary>
internal static class McpStandIn
{
    public const string Argument = "--mcp";

    public static void Serve(TextReader input, TextWriter output)
    {
        while (input.ReadLine() is { } line)
        {
            var message = JsonNode.Parse(line)!;
            if (message["id"] is { } id)
            {
                var (member, answer) = Answer(message) is { } result ? ("result", result) : ("error", Unknown());
                output.WriteLine(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id.DeepClone(), [member] = answer }.ToJsonString());
                output.Flush();
            }
        }
    }

    private static JsonObject? Answer(JsonNode message) => message["method"]!.GetValue<string>() switch
    {
        "initialize" => new JsonObject
        {
            ["protocolVersion"] = message["params"]!["protocolVersion"]!.DeepClone(),
            ["capabilities"] = new JsonObject { ["tools"] = new JsonObject() },
            ["serverInfo"] = new JsonObject { ["name"] = "stand-in", ["version"] = "1.0.0" },
        },
        "tools/call" => new JsonObject
        {
            ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = message["params"]!["name"]!.DeepClone() }),
        },
        _ => null,
    };

    private static JsonObject Unknown() => new() { ["code"] = -32601, ["message"] = "Method not found" };
}
