using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentBus.AgentSdk.Chat;

/// <summary>The part of the OpenAI chat API that agents need.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GatewayRequest))]
[JsonSerializable(typeof(GatewayAnswer))]
[JsonSerializable(typeof(GatewayError))]
[JsonSerializable(typeof(IReadOnlyList<GatewayPart>))]
internal sealed partial class GatewayJson : JsonSerializerContext;

internal sealed record GatewayRequest(
    string Model, IReadOnlyList<GatewayMessage> Messages, float? Temperature, int? MaxTokens, IReadOnlyList<string>? Stop, long? Seed,
    GatewayFormat? ResponseFormat, IReadOnlyDictionary<string, string> Metadata)
{
    public float? TopP { get; init; }

    public IReadOnlyList<GatewayTool>? Tools { get; init; }

    public JsonElement? ToolChoice { get; init; }

    public bool? Stream { get; init; }

    public GatewayStreamOptions? StreamOptions { get; init; }
}

internal sealed record GatewayStreamOptions(bool IncludeUsage);

/// <summary>One message; its content is a text, or parts where it holds more than text.</summary>
internal sealed record GatewayMessage(string? Role, JsonElement? Content, IReadOnlyList<GatewayToolCall>? ToolCalls = null, string? ToolCallId = null);

internal sealed record GatewayToolCall(string? Id, GatewayFunctionCall? Function, string Type = "function");

internal sealed record GatewayFunctionCall(string? Name, string? Arguments);

internal sealed record GatewayTool(GatewayFunction Function, string Type = "function");

internal sealed record GatewayFunction(string Name, string? Description, JsonElement? Parameters);

internal sealed record GatewayPart(string Type, string? Text = null, GatewayImage? ImageUrl = null, GatewayAudio? InputAudio = null);

internal sealed record GatewayImage(string Url);

internal sealed record GatewayAudio(string Data, string Format);

internal sealed record GatewayFormat(string Type, GatewaySchema? JsonSchema = null);

internal sealed record GatewaySchema(string Name, JsonElement Schema, bool Strict = true);

/// <summary>An answer, or a piece of a streamed one; <paramref name="Error"/> where a stream broke off.</summary>
internal sealed record GatewayAnswer(
    string? Id, string? Model, IReadOnlyList<GatewayChoice>? Choices, GatewayUsage? Usage, JsonElement? Agentbus, GatewayErrorBody? Error = null);

internal sealed record GatewayChoice(GatewayMessage? Message, GatewayMessage? Delta, string? FinishReason);

internal sealed record GatewayUsage(long PromptTokens, long CompletionTokens);

internal sealed record GatewayError(GatewayErrorBody? Error);

internal sealed record GatewayErrorBody(string? Code, string? Message, string? Type);
