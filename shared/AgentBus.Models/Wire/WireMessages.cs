using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentBus.Models.Wire;

/// <summary>Body of <c>POST /v1/chat/completions</c>, as far as it is understood here; other members are ignored.</summary>
public sealed record WireRequest
{
    /// <summary>Model name, alias or <c>auto</c>.</summary>
    public string? Model { get; init; }

    /// <summary>The conversation.</summary>
    public IReadOnlyList<WireMessage>? Messages { get; init; }

    /// <summary>Longest answer in tokens; the older name.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Longest answer in tokens; the newer name.</summary>
    public int? MaxCompletionTokens { get; init; }

    /// <summary>Sampling temperature.</summary>
    public float? Temperature { get; init; }

    /// <summary>Nucleus sampling.</summary>
    public float? TopP { get; init; }

    /// <summary>Frequency penalty.</summary>
    public float? FrequencyPenalty { get; init; }

    /// <summary>Presence penalty.</summary>
    public float? PresencePenalty { get; init; }

    /// <summary>Seed for sampling.</summary>
    public long? Seed { get; init; }

    /// <summary>Answers wanted; only 1 is served.</summary>
    public int? N { get; init; }

    /// <summary>A stop sequence, or an array of them.</summary>
    public JsonElement? Stop { get; init; }

    /// <summary>Whether the answer comes as server-sent events.</summary>
    public bool? Stream { get; init; }

    /// <summary>What a streamed answer carries.</summary>
    public WireStreamOptions? StreamOptions { get; init; }

    /// <summary>Text, any JSON, or JSON of a schema.</summary>
    public WireResponseFormat? ResponseFormat { get; init; }

    /// <summary>Functions the model may call.</summary>
    public IReadOnlyList<WireTool>? Tools { get; init; }

    /// <summary><c>auto</c>, <c>none</c>, <c>required</c>, or one function.</summary>
    public JsonElement? ToolChoice { get; init; }

    /// <summary>Tier of the provider's service, as the gateway asks for it; what callers give is passed over.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Hints for the gateway; see <see cref="Gateway.CallHints"/>.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}

/// <summary>Options of a stream.</summary>
/// <param name="IncludeUsage">Whether a last chunk carries the usage.</param>
public sealed record WireStreamOptions(bool? IncludeUsage);

/// <summary>One message.</summary>
/// <param name="Role"><c>system</c>, <c>developer</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
/// <param name="Content">A string, an array of text parts, or null beside tool calls.</param>
/// <param name="ToolCalls">Calls an assistant message asks for.</param>
/// <param name="ToolCallId">Which call a tool message answers.</param>
public sealed record WireMessage(string? Role, JsonElement? Content, IReadOnlyList<WireToolCall>? ToolCalls = null, string? ToolCallId = null);

/// <summary>A function call of the model.</summary>
/// <param name="Index">Place of the call in a streamed answer.</param>
/// <param name="Id">Its id.</param>
/// <param name="Type">Always <c>function</c>.</param>
/// <param name="Function">What to call.</param>
public sealed record WireToolCall(int? Index, string? Id, string? Type, WireFunctionCall? Function);

/// <summary>Function and arguments.</summary>
/// <param name="Name">Name of the function.</param>
/// <param name="Arguments">JSON text.</param>
public sealed record WireFunctionCall(string? Name, string? Arguments);

/// <summary>A function the model may call.</summary>
/// <param name="Type">Always <c>function</c>.</param>
/// <param name="Function">The function.</param>
public sealed record WireTool(string? Type, WireFunction? Function);

/// <summary>A function.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does.</param>
/// <param name="Parameters">JSON Schema of its arguments.</param>
/// <param name="Strict">Whether arguments must fit the schema.</param>
public sealed record WireFunction(string? Name, string? Description = null, JsonElement? Parameters = null, bool? Strict = null);

/// <summary>Form of the answer.</summary>
/// <param name="Type"><c>text</c>, <c>json_object</c> or <c>json_schema</c>.</param>
/// <param name="JsonSchema">The schema for <c>json_schema</c>.</param>
public sealed record WireResponseFormat(string? Type, WireJsonSchema? JsonSchema = null);

/// <summary>A named schema.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">The schema.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Strict">Whether the provider must hold the answer to it.</param>
public sealed record WireJsonSchema(string? Name, JsonElement? Schema, string? Description = null, bool? Strict = null);

/// <summary>An answer.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Object"><c>chat.completion</c>, or <c>chat.completion.chunk</c> in a stream.</param>
/// <param name="Created">Unix seconds.</param>
/// <param name="Model">Model that answered.</param>
/// <param name="Choices">One choice.</param>
/// <param name="Usage">Tokens.</param>
/// <param name="Agentbus">What the gateway adds.</param>
public sealed record WireResponse(
    string? Id, string? Object, long Created, string? Model, IReadOnlyList<WireChoice>? Choices, WireUsage? Usage = null, WireRoute? Agentbus = null);

/// <summary>One answer among the choices: whole in <paramref name="Message"/>, a piece of a stream in <paramref name="Delta"/>.</summary>
/// <param name="Index">Always 0 here.</param>
/// <param name="Message">The whole answer.</param>
/// <param name="Delta">A piece.</param>
/// <param name="FinishReason"><c>stop</c>, <c>length</c>, <c>tool_calls</c> or <c>content_filter</c>; null while a stream goes on.</param>
public sealed record WireChoice(int Index, WireMessage? Message, WireMessage? Delta, string? FinishReason);

/// <summary>Tokens of a call.</summary>
/// <param name="PromptTokens">Prompt, cached tokens included.</param>
/// <param name="CompletionTokens">Answer.</param>
/// <param name="TotalTokens">Both.</param>
/// <param name="PromptTokensDetails">How many the provider had cached.</param>
public sealed record WireUsage(long? PromptTokens, long? CompletionTokens, long? TotalTokens, WirePromptTokens? PromptTokensDetails = null);

/// <summary>Kinds of prompt tokens.</summary>
/// <param name="CachedTokens">Tokens the provider had cached.</param>
public sealed record WirePromptTokens(long? CachedTokens);

/// <summary>Member <c>agentbus</c> of an answer: what was chosen, why, and what it cost.</summary>
/// <param name="Model">Model that answered.</param>
/// <param name="Provider">Its provider.</param>
/// <param name="Reason">Why that model.</param>
/// <param name="CostUsd">US dollars.</param>
/// <param name="LatencyMs">Milliseconds.</param>
/// <param name="Repeated">Whether the answer was kept from an earlier attempt.</param>
/// <param name="Decision">Id of the decision that chose the model.</param>
/// <param name="Cache"><c>hit</c>, <c>near</c> or <c>miss</c>; null when the call was not to be served from the cache.</param>
public sealed record WireRoute(
    string Model,
    string Provider,
    string Reason,
    [property: JsonPropertyName("costUsd")] decimal CostUsd,
    [property: JsonPropertyName("latencyMs")] double LatencyMs,
    bool Repeated,
    Guid? Decision = null,
    string? Cache = null);

/// <summary>Body of an error.</summary>
/// <param name="Error">The error.</param>
/// <param name="Agentbus">What the failed call cost all the same.</param>
public sealed record WireErrorBody(WireError? Error, WireErrorCost? Agentbus = null);

/// <summary>Member <c>agentbus</c> of an error.</summary>
/// <param name="CostUsd">US dollars.</param>
public sealed record WireErrorCost([property: JsonPropertyName("costUsd")] decimal CostUsd);

/// <summary>An error as the OpenAI API gives it.</summary>
/// <param name="Message">What happened and what to do.</param>
/// <param name="Type">Kind of error, such as <c>invalid_request_error</c>.</param>
/// <param name="Code">One of <see cref="Gateway.ModelErrorCodes"/>; providers also send numbers.</param>
public sealed record WireError(string? Message, string? Type, JsonElement? Code);

/// <summary>Answer of <c>GET /v1/models</c>.</summary>
/// <param name="Object">Always <c>list</c>.</param>
/// <param name="Data">The models.</param>
public sealed record WireModelList(string Object, IReadOnlyList<WireModel> Data);

/// <summary>A model in the list.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Object">Always <c>model</c>.</param>
/// <param name="Created">Unix seconds; 0, the catalogue does not know.</param>
/// <param name="OwnedBy">Its provider.</param>
public sealed record WireModel(string Id, string Object, long Created, string OwnedBy);
