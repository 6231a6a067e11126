using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentBus.Models.Gateway;
using AgentBus.Models.Providers;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Wire;

/// <summary>From the words of Microsoft.Extensions.AI to those of the OpenAI API.</summary>
public static class ChatToWire
{
    /// <summary>What a piece of a stream calls itself.</summary>
    public const string ChunkObject = "chat.completion.chunk";

    private const string Function = "function";

    /// <summary>Their defaults indent, and every blank is a token somebody pays.</summary>
    private static readonly JsonSerializerOptions Compact = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    /// <summary>A call as a request. Vendors that renamed <c>max_tokens</c> refuse the old name and local servers do not know the new one, hence <paramref name="newMaxTokens"/>.</summary>
    public static WireRequest Request(ProviderCall call, bool newMaxTokens)
    {
        var options = call.Options;
        return new WireRequest
        {
            Model = call.Model,
            Messages = [.. call.Messages.SelectMany(Messages)],
            MaxTokens = newMaxTokens ? null : options.MaxOutputTokens,
            MaxCompletionTokens = newMaxTokens ? options.MaxOutputTokens : null,
            Temperature = options.Temperature,
            TopP = options.TopP,
            FrequencyPenalty = options.FrequencyPenalty,
            PresencePenalty = options.PresencePenalty,
            Seed = options.Seed,
            Stop = options.StopSequences is { Count: > 0 } stop ? JsonSerializer.SerializeToElement(stop, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IList<string>))) : null,
            ResponseFormat = Format(options.ResponseFormat),
            Tools = options.Tools is { Count: > 0 } tools ? [.. tools.OfType<AIFunctionDeclaration>().Select(t => new WireTool(Function, new WireFunction(t.Name, t.Description, t.JsonSchema)))] : null,
            ToolChoice = ToolChoice(options.ToolMode),
            ServiceTier = call.ServiceTier,
        };
    }

    /// <summary>An answer of the gateway.</summary>
    public static WireResponse Response(ChatAnswer answer, long created)
    {
        var message = new WireMessage("assistant", Text(answer.Response.Text), Calls(answer.Response.Messages.SelectMany(m => m.Contents)));
        return new WireResponse(Id(answer), "chat.completion", created, answer.Model, [new WireChoice(0, message, null, Finish(answer))], Usage(answer.Response.Usage), Route(answer));
    }

    /// <summary>Id of an answer: the provider's, or one of our own.</summary>
    public static string Id(ChatAnswer answer) => answer.Response.ResponseId ?? NewId();

    /// <summary>An id of our own.</summary>
    public static string NewId() => $"chatcmpl-{Guid.NewGuid():n}";

    /// <summary>Why an answer ended.</summary>
    public static string Finish(ChatAnswer answer) => (answer.Response.FinishReason ?? ChatFinishReason.Stop).Value;

    /// <summary>Tokens of an answer.</summary>
    public static WireUsage Usage(UsageDetails? usage) => new(
        usage?.InputTokenCount, usage?.OutputTokenCount, usage?.TotalTokenCount ?? (usage?.InputTokenCount + usage?.OutputTokenCount),
        usage?.CachedInputTokenCount is { } cached ? new WirePromptTokens(cached) : null);

    /// <summary>How an answer came about.</summary>
    public static WireRoute Route(ChatAnswer answer) =>
        new(answer.Model, answer.Provider, answer.Reason, answer.CostUsd, Math.Round(answer.Latency.TotalMilliseconds, 3), answer.Repeated, answer.Decision, AnswerProperties.Word(answer.Cache));

    /// <summary>How a streamed answer came about, from the properties of its last piece; null in the others.</summary>
    public static WireRoute? Route(AdditionalPropertiesDictionary? properties) =>
        properties?.TryGetValue(AnswerProperties.Model, out var model) != true ? null : new WireRoute(
            (string)model!,
            (string)properties[AnswerProperties.Provider]!,
            (string)properties[AnswerProperties.Reason]!,
            (decimal)properties[AnswerProperties.CostUsd]!,
            Math.Round((double)properties[AnswerProperties.LatencyMs]!, 3),
            (bool)properties[AnswerProperties.Repeated]!,
            properties.TryGetValue(AnswerProperties.Decision, out var decision) ? (Guid?)decision : null,
            properties.TryGetValue(AnswerProperties.Cache, out var use) ? (string?)use : null);

    /// <summary>Function calls among contents; null when there are none.</summary>
    public static IReadOnlyList<WireToolCall>? Calls(IEnumerable<AIContent> contents)
    {
        var calls = contents.OfType<FunctionCallContent>()
            .Select(c => new WireToolCall(null, c.CallId, Function, new WireFunctionCall(c.Name, Json(c.Arguments ?? new Dictionary<string, object?>()))))
            .ToList();
        return calls.Count == 0 ? null : calls;
    }

    /// <summary>A text as a JSON string.</summary>
    public static JsonElement Text(string text) => JsonSerializer.SerializeToElement(text, WireJson.Default.String);

    private static IEnumerable<WireMessage> Messages(ChatMessage message)
    {
        if (message.Role == ChatRole.Tool)
        {
            return message.Contents.OfType<FunctionResultContent>().Select(r => new WireMessage("tool", Text(r.Result as string ?? Json(r.Result)), null, r.CallId));
        }

        var calls = Calls(message.Contents);
        var content = message.Contents.Any(c => c is DataContent or UriContent) ? WireParts.Write(message.Contents) : Text(message.Text);
        return [new WireMessage(message.Role.Value, calls is not null && message.Text.Length == 0 ? null : content, calls)];
    }

    private static WireResponseFormat? Format(ChatResponseFormat? format) => format switch
    {
        ChatResponseFormatJson { Schema: { } schema } json => new WireResponseFormat("json_schema", new WireJsonSchema(json.SchemaName ?? "answer", schema, json.SchemaDescription)),
        ChatResponseFormatJson => new WireResponseFormat("json_object"),
        _ => null,
    };

    private static JsonElement? ToolChoice(ChatToolMode? mode) => mode switch
    {
        AutoChatToolMode => Text("auto"),
        NoneChatToolMode => Text("none"),
        RequiredChatToolMode { RequiredFunctionName: { } name } => JsonElement.Parse($$$"""{"type":"function","function":{"name":{{{Text(name).GetRawText()}}}}}"""),
        RequiredChatToolMode => Text("required"),
        _ => null,
    };

    private static string Json(object? value) => JsonSerializer.Serialize(value, (JsonTypeInfo<object?>)Compact.GetTypeInfo(typeof(object)));
}
