using System.Text.Json;
using AgentBus.Models.Gateway;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Wire;

/// <summary>From the OpenAI API's words to those of Microsoft.Extensions.AI.</summary>
public static class WireToChat
{
    private const string Function = "function";

    /// <summary>A request as a call; <paramref name="headers"/> holds hints by their names, which yield to those in the metadata.</summary>
    /// <exception cref="ModelException">The request cannot be served; its message names the member.</exception>
    public static ChatCall Call(WireRequest request, IReadOnlyDictionary<string, string> headers)
    {
        if (request.Messages is not { Count: > 0 } messages)
        {
            throw Invalid("'messages' is missing; give at least one message");
        }

        if (request.N is { } n && n != 1)
        {
            throw Invalid($"'n' is {(n > 1 ? "more" : "less")} than 1; this gateway gives one answer to a call");
        }

        try
        {
            var options = Options(request);
            options.AdditionalProperties = new AdditionalPropertiesDictionary(headers.Concat(request.Metadata ?? new Dictionary<string, string>()).GroupBy(p => p.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => (object?)g.Last().Value));
            return new ChatCall(
                request.Model is { Length: > 0 } model ? model : throw Invalid("'model' is missing; give a name, an alias, a tier or 'auto'"),
                [.. messages.Select(Message)], options, CallHints.Of(options));
        }
        catch (InvalidOperationException)
        {
            // JSON lets half of a surrogate pair pass, a string does not.
            throw Invalid("a text in it is not valid Unicode; half of a surrogate pair stands alone");
        }
    }

    /// <summary>An answer of a provider; null when it holds no choice with a message.</summary>
    public static ChatResponse? Response(WireResponse wire)
    {
        if (wire.Choices is not [{ Message: { } message } choice, ..])
        {
            return null;
        }

        List<AIContent> contents = Text(message, 0) is { Length: > 0 } text ? [new TextContent(text)] : [];
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, [.. contents, .. (message.ToolCalls ?? []).Select(WireTools.Call)]))
        {
            ResponseId = wire.Id,
            ModelId = wire.Model,
            FinishReason = choice.FinishReason is { Length: > 0 } reason ? new ChatFinishReason(reason) : null,
            Usage = Usage(wire.Usage),
        };
    }

    /// <summary>Tokens as the provider counted them; null when it did not.</summary>
    internal static UsageDetails? Usage(WireUsage? usage) => usage is null ? null : new UsageDetails
    {
        InputTokenCount = usage.PromptTokens,
        OutputTokenCount = usage.CompletionTokens,
        TotalTokenCount = usage.TotalTokens,
        CachedInputTokenCount = usage.PromptTokensDetails?.CachedTokens,
    };

    private static ChatOptions Options(WireRequest request) => new()
    {
        MaxOutputTokens = (request.MaxCompletionTokens ?? request.MaxTokens) is { } max ? max > 0 ? max : throw Invalid("'max_tokens' must be positive") : null,
        Temperature = Finite(request.Temperature, "temperature"),
        TopP = Finite(request.TopP, "top_p"),
        FrequencyPenalty = Finite(request.FrequencyPenalty, "frequency_penalty"),
        PresencePenalty = Finite(request.PresencePenalty, "presence_penalty"),
        Seed = request.Seed,
        StopSequences = Stop(request.Stop),
        ResponseFormat = Format(request.ResponseFormat),
        Tools = request.Tools is { Count: > 0 } tools ? [.. tools.Select(Tool)] : null,
        ToolMode = ToolMode(request.ToolChoice),
    };

    /// <summary>A number of JSON may be larger than any that can be sent on.</summary>
    private static float? Finite(float? number, string name) => number is { } value && !float.IsFinite(value) ? throw Invalid($"'{name}' is out of range") : number;

    private static ChatMessage Message(WireMessage? message, int index) => message?.Role switch
    {
        _ when message is null => throw Invalid($"'messages[{index}]' is null; give {{role, content}}"),
        "system" or "developer" => new ChatMessage(ChatRole.System, Contents(message, index)),
        "user" => new ChatMessage(ChatRole.User, Contents(message, index)),
        "assistant" => new ChatMessage(ChatRole.Assistant, Contents(message, index)),
        "tool" => new ChatMessage(ChatRole.Tool, [new FunctionResultContent(message.ToolCallId ?? throw Invalid($"'messages[{index}].tool_call_id' is missing"), Text(message, index))]),
        _ => throw Invalid($"'messages[{index}].role' is '{message.Role}'; give system, developer, user, assistant or tool"),
    };

    private static List<AIContent> Contents(WireMessage message, int index) =>
    [
        .. message.Content is { ValueKind: JsonValueKind.Array } parts ? parts.EnumerateArray().Select(p => WireParts.Read(p, index)) : Text(message, index) is { Length: > 0 } text ? [new TextContent(text)] : [],
        .. (message.ToolCalls ?? []).Select(c => c is not null && WireTools.Call(c) is { Exception: null } call ? call : throw Invalid($"'messages[{index}].tool_calls' has a call that is null or whose arguments are not a JSON object")),
    ];

    private static string Text(WireMessage message, int index) => message.Content switch
    {
        null or { ValueKind: JsonValueKind.Null } => "",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Array } parts => string.Concat(parts.EnumerateArray().Select(p => WireParts.Text(p, index))),
        _ => throw Invalid($"'messages[{index}].content' must be a string or an array of parts"),
    };

    private static AIFunctionDeclaration Tool(WireTool tool, int index) => tool is { Type: Function, Function: { Name: { Length: > 0 } name } function }
        ? AIFunctionFactory.CreateDeclaration(name, function.Description, function.Parameters ?? JsonElement.Parse("{}"))
        : throw Invalid($"'tools[{index}]' must be {{type: function, function: {{name, ...}}}}");

    private static ChatToolMode? ToolMode(JsonElement? choice) => choice switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } word when word.ValueEquals("auto") => ChatToolMode.Auto,
        { ValueKind: JsonValueKind.String } word when word.ValueEquals("none") => ChatToolMode.None,
        { ValueKind: JsonValueKind.String } word when word.ValueEquals("required") => ChatToolMode.RequireAny,
        { ValueKind: JsonValueKind.Object } one when one.TryGetProperty(Function, out var function) && function.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
            => ChatToolMode.RequireSpecific(name.GetString()!),
        _ => throw Invalid("'tool_choice' must be auto, none, required or {type: function, function: {name}}"),
    };

    private static ChatResponseFormat? Format(WireResponseFormat? format) => format?.Type switch
    {
        null => null,
        "text" => ChatResponseFormat.Text,
        "json_object" => ChatResponseFormat.Json,
        "json_schema" when format.JsonSchema is { Schema: { } schema } named => ChatResponseFormat.ForJsonSchema(schema, named.Name, named.Description),
        "json_schema" => throw Invalid("'response_format.json_schema.schema' is missing"),
        _ => throw Invalid($"'response_format.type' is '{format.Type}'; give text, json_object or json_schema"),
    };

    private static List<string>? Stop(JsonElement? stop) => stop switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } many when many.EnumerateArray().All(s => s.ValueKind == JsonValueKind.String) => [.. many.EnumerateArray().Select(s => s.GetString()!)],
        _ => throw Invalid("'stop' must be a string or an array of strings"),
    };

    internal static ModelException Invalid(string what) => new(new ModelError(ModelErrorCodes.InvalidRequest, 400, $"The request is not valid: {what}."));
}
