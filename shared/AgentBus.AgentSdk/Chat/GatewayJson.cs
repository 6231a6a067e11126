using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentBus.AgentSdk.Chat;

/// <summary>The part of the OpenAI chat API that agents need.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GatewayRequest))]
[JsonSerializable(typeof(GatewayAnswer))]
[JsonSerializable(typeof(GatewayError))]
internal sealed partial class GatewayJson : JsonSerializerContext;

internal sealed record GatewayRequest(
    string Model, IReadOnlyList<GatewayMessage> Messages, float? Temperature, int? MaxTokens, IReadOnlyList<string>? Stop, long? Seed,
    GatewayFormat? ResponseFormat, IReadOnlyDictionary<string, string> Metadata);

internal sealed record GatewayMessage(string Role, string? Content);

internal sealed record GatewayFormat(string Type, GatewaySchema? JsonSchema = null);

internal sealed record GatewaySchema(string Name, JsonElement Schema, bool Strict = true);

internal sealed record GatewayAnswer(string? Id, string? Model, IReadOnlyList<GatewayChoice>? Choices, GatewayUsage? Usage, JsonElement? Agentbus);

internal sealed record GatewayChoice(GatewayMessage? Message, string? FinishReason);

internal sealed record GatewayUsage(long PromptTokens, long CompletionTokens);

internal sealed record GatewayError(GatewayErrorBody? Error);

internal sealed record GatewayErrorBody(string? Code, string? Message, string? Type);
