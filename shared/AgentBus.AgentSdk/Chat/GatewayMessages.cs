using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentBus.AgentSdk.Chat;

/// <summary>Messages of a conversation, with tool calls, their results, images and audio, on the wire of the OpenAI chat API. Pure.</summary>
internal static class GatewayMessages
{
    private static readonly JsonSerializerOptions Compact = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    /// <summary>A message as the wire has it: each result of a tool is one of its own there.</summary>
    /// <exception cref="NotSupportedException">It holds what the wire has no form for; to leave that out unsaid would change the question.</exception>
    public static IEnumerable<GatewayMessage> Of(ChatMessage message)
    {
        var results = message.Contents.OfType<FunctionResultContent>().ToList();
        foreach (var result in results)
        {
            yield return new GatewayMessage(ChatRole.Tool.Value, Json(TextOf(result)), ToolCallId: result.CallId);
        }

        if (results.Count > 0 && results.Count == message.Contents.Count)
        {
            yield break;
        }

        GatewayToolCall[] calls = [.. message.Contents.OfType<FunctionCallContent>().Select(Call)];
        AIContent[] rest = [.. message.Contents.Where(content => content is not (FunctionCallContent or FunctionResultContent or TextReasoningContent or UsageContent))];
        yield return new GatewayMessage(message.Role.Value, ContentOf(message, rest, calls.Length > 0), calls.Length > 0 ? calls : null);
    }

    public static GatewayMessage Text(ChatRole role, string text) => new(role.Value, Json(text));

    /// <summary>What an answer, or a piece of one, holds.</summary>
    public static List<AIContent> Contents(GatewayMessage? message) =>
    [
        .. message?.Content is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } said ? [new TextContent(said)] : (AIContent[])[],
        .. (message?.ToolCalls ?? []).Select(Call),
    ];

    public static JsonElement Json(string text) => JsonSerializer.SerializeToElement(text, Compact.GetTypeInfo(typeof(string)));

    private static JsonElement? ContentOf(ChatMessage message, AIContent[] contents, bool hasCalls) => contents.All(content => content is TextContent)
        ? hasCalls && contents.Length == 0 ? null : Json(message.Text)
        : JsonSerializer.SerializeToElement([.. contents.Select(Part)], GatewayJson.Default.IReadOnlyListGatewayPart);

    private static GatewayPart Part(AIContent content) => content switch
    {
        TextContent text => new GatewayPart("text", text.Text),
        DataContent data when data.HasTopLevelMediaType("image") => new GatewayPart("image_url", ImageUrl: new GatewayImage(data.Uri)),
        DataContent data when data.HasTopLevelMediaType("audio") =>
            new GatewayPart("input_audio", InputAudio: new GatewayAudio(data.Base64Data.ToString(), data.MediaType == "audio/wav" ? "wav" : "mp3")),
        UriContent uri when uri.HasTopLevelMediaType("image") => new GatewayPart("image_url", ImageUrl: new GatewayImage(uri.Uri.ToString())),
        _ => throw new NotSupportedException($"The model gateway takes text, images and audio; a message holds {content.GetType().Name}."),
    };

    private static GatewayToolCall Call(FunctionCallContent call) =>
        new(call.CallId, new GatewayFunctionCall(call.Name, JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>(), Compact.GetTypeInfo(typeof(IDictionary<string, object?>)))));

    /// <summary>The gateway has checked that its arguments are a JSON object.</summary>
    private static FunctionCallContent Call(GatewayToolCall call)
    {
        using var arguments = JsonDocument.Parse(call.Function?.Arguments is { Length: > 0 } text ? text : "{}");
        return new FunctionCallContent(call.Id ?? "", call.Function?.Name ?? "", arguments.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => (object?)p.Value.Clone()));
    }

    private static string TextOf(FunctionResultContent result) => result.Result switch
    {
        null => "",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        var value => JsonSerializer.Serialize(value, Compact.GetTypeInfo(value.GetType())),
    };
}
