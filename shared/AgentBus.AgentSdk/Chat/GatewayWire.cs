using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentBus.AgentSdk.Chat;

/// <summary>Between the chat types of .NET and the wire of the OpenAI chat API. Pure.</summary>
internal static class GatewayWire
{
    private const string Auto = "auto";

    public static GatewayRequest ToRequest(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var all = messages.SelectMany(GatewayMessages.Of).ToList();
        if (options?.Instructions is { } instructions)
        {
            all.Insert(0, GatewayMessages.Text(ChatRole.System, instructions));
        }

        return new GatewayRequest(
            options?.ModelId ?? Auto, all, options?.Temperature, options?.MaxOutputTokens, options?.StopSequences?.ToList(), options?.Seed,
            FormatOf(options?.ResponseFormat), MetadataOf(options))
        {
            TopP = options?.TopP,
            Tools = options?.Tools is { Count: > 0 } tools ? [.. tools.OfType<AIFunctionDeclaration>().Select(tool => new GatewayTool(new GatewayFunction(tool.Name, tool.Description, tool.JsonSchema)))] : null,
            ToolChoice = ChoiceOf(options?.ToolMode),
        };
    }

    public static ChatResponse ToResponse(GatewayAnswer answer)
    {
        var choice = answer.Choices is [var first, ..] ? first : null;
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, GatewayMessages.Contents(choice?.Message)))
        {
            ResponseId = answer.Id,
            ModelId = answer.Model,
            FinishReason = FinishOf(choice),
            Usage = UsageOf(answer.Usage),
            AdditionalProperties = ExtrasOf(answer.Agentbus),
        };
    }

    /// <summary>A piece of a streamed answer.</summary>
    public static ChatResponseUpdate ToUpdate(GatewayAnswer piece)
    {
        var choice = piece.Choices is [var first, ..] ? first : null;
        var contents = GatewayMessages.Contents(choice?.Delta);
        if (UsageOf(piece.Usage) is { } usage)
        {
            contents.Add(new UsageContent(usage));
        }

        return new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            ResponseId = piece.Id,
            ModelId = piece.Model,
            FinishReason = FinishOf(choice),
            AdditionalProperties = ExtrasOf(piece.Agentbus),
        };
    }

    private static Dictionary<string, string> MetadataOf(ChatOptions? options)
    {
        var metadata = new Dictionary<string, string>();
        foreach (var (key, value) in options?.AdditionalProperties ?? [])
        {
            if (key.StartsWith(CallProperties.Prefix, StringComparison.Ordinal) && value is not null)
            {
                metadata[key] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            }
        }

        return metadata;
    }

    private static ChatFinishReason? FinishOf(GatewayChoice? choice) => choice?.FinishReason is { } reason ? new ChatFinishReason(reason) : null;

    private static UsageDetails? UsageOf(GatewayUsage? usage) => usage is null ? null : new UsageDetails
    {
        InputTokenCount = usage.PromptTokens,
        OutputTokenCount = usage.CompletionTokens,
        TotalTokenCount = usage.PromptTokens + usage.CompletionTokens,
    };

    private static AdditionalPropertiesDictionary? ExtrasOf(JsonElement? agentbus) => agentbus is { ValueKind: JsonValueKind.Object } extras
        ? new AdditionalPropertiesDictionary(extras.EnumerateObject().ToDictionary(member => $"agentbus.{member.Name}", member => (object?)member.Value.Clone()))
        : null;

    private static GatewayFormat? FormatOf(ChatResponseFormat? format) => format switch
    {
        ChatResponseFormatJson { Schema: { } schema } json => new GatewayFormat("json_schema", new GatewaySchema(json.SchemaName ?? "answer", schema)),
        ChatResponseFormatJson => new GatewayFormat("json_object"),
        _ => null,
    };

    private static JsonElement? ChoiceOf(ChatToolMode? mode) => mode switch
    {
        NoneChatToolMode => GatewayMessages.Json("none"),
        RequiredChatToolMode { RequiredFunctionName: { } name } => JsonSerializer.SerializeToElement(new GatewayTool(new GatewayFunction(name, null, null)), GatewayJson.Default.GatewayTool),
        RequiredChatToolMode => GatewayMessages.Json("required"),
        _ => null,
    };
}
