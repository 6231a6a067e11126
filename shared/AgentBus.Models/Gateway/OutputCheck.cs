using System.Text.Json;
using AgentBus.JsonSchema;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Gateway;

/// <summary>Holds an answer to the JSON schema its caller asked for, and function calls to the tools there are.</summary>
internal sealed class OutputCheck
{
    private const int MaxErrorsShown = 10;
    private readonly bool _isJson;
    private readonly Schema? _schema;
    private readonly Dictionary<string, Schema?> _tools;

    private OutputCheck(bool isJson, Schema? schema, Dictionary<string, Schema?> tools) => (_isJson, _schema, _tools) = (isJson, schema, tools);

    /// <summary>Whether an answer can only be checked when it is whole.</summary>
    public bool NeedsWhole => _isJson;

    /// <summary>The check of a call; null where any text will do.</summary>
    /// <exception cref="ModelException">The schema itself is invalid.</exception>
    public static OutputCheck? Of(ChatOptions options)
    {
        var json = options.ResponseFormat as ChatResponseFormatJson;
        AIFunctionDeclaration[] tools = [.. options.Tools?.OfType<AIFunctionDeclaration>() ?? []];
        return json is null && tools.Length == 0 ? null : new OutputCheck(
            json is not null,
            json?.Schema is { } document ? Compiled(document) : null,
            tools.GroupBy(t => t.Name, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => Schema.TryCompile(g.First().JsonSchema, out var schema, out _) ? schema : null, StringComparer.Ordinal));
    }

    /// <summary>What is wrong with an answer; null when nothing is.</summary>
    public OutputFault? Fault(ChatResponse response)
    {
        FunctionCallContent[] calls = [.. response.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>()];
        return calls.Length > 0 ? calls.Select(Fault).FirstOrDefault(f => f is not null)
            : _isJson && TextFault(response) is { } fault ? new OutputFault(fault, IsText: true, IsBearable: false)
            : null;
    }

    private string? TextFault(ChatResponse response)
    {
        if (response.FinishReason == ChatFinishReason.Length)
        {
            return "the answer was cut off at the token limit; answer more briefly";
        }

        try
        {
            using var document = JsonDocument.Parse(response.Text);
            return _schema?.Validate(document.RootElement) is { Count: > 0 } errors ? Shown(errors) : null;
        }
        catch (JsonException e)
        {
            return $"the answer is not JSON: {e.Message}";
        }
    }

    private OutputFault? Fault(FunctionCallContent call)
    {
        if (call.Exception is { } e)
        {
            return new OutputFault($"the arguments of the call of '{call.Name}' are not a JSON object: {e.Message}", IsText: false, IsBearable: false);
        }

        if (!_tools.TryGetValue(call.Name, out var schema))
        {
            return new OutputFault($"there is no tool '{call.Name}'", IsText: false, IsBearable: true);
        }

        var arguments = JsonSerializer.SerializeToElement(call.Arguments ?? new Dictionary<string, object?>(), AIJsonUtilities.DefaultOptions);
        return schema?.Validate(arguments) is { Count: > 0 } errors
            ? new OutputFault($"the arguments of the call of '{call.Name}': {Shown(errors)}", IsText: false, IsBearable: true)
            : null;
    }

    private static Schema Compiled(JsonElement document) => Schema.TryCompile(document, out var schema, out var errors)
        ? schema
        : throw new ModelException(new ModelError(ModelErrorCodes.InvalidRequest, 400, $"response_format.json_schema is no valid JSON Schema: {Shown(errors)}"));

    private static string Shown(IReadOnlyList<SchemaError> errors) =>
        string.Join("; ", errors.Take(MaxErrorsShown).Select(e => $"{(e.InstancePath.Length == 0 ? "(root)" : e.InstancePath)}: {e.Message.TrimEnd('.')}"))
        + (errors.Count > MaxErrorsShown ? $"; and {errors.Count - MaxErrorsShown} more" : "");
}
