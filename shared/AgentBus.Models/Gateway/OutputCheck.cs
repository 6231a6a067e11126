using System.Text.Json;
using AgentBus.JsonSchema;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Gateway;

/// <summary>Holds an answer to the JSON schema its caller asked for.</summary>
internal sealed class OutputCheck
{
    private const int MaxErrorsShown = 10;
    private readonly Schema? _schema;

    private OutputCheck(Schema? schema) => _schema = schema;

    /// <summary>The check of a response format; null where any text will do.</summary>
    /// <exception cref="ModelException">The schema itself is invalid.</exception>
    public static OutputCheck? Of(ChatResponseFormat? format)
    {
        if (format is not ChatResponseFormatJson json)
        {
            return null;
        }

        if (json.Schema is not { } document)
        {
            return new OutputCheck(null);
        }

        return Schema.TryCompile(document, out var schema, out var errors)
            ? new OutputCheck(schema)
            : throw new ModelException(new ModelError(ModelErrorCodes.InvalidRequest, 400, $"response_format.json_schema is no valid JSON Schema: {Shown(errors)}"));
    }

    /// <summary>What is wrong with an answer, in words for the model; null when nothing is.</summary>
    public string? Fault(ChatResponse response)
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

    private static string Shown(IReadOnlyList<SchemaError> errors) =>
        string.Join("; ", errors.Take(MaxErrorsShown).Select(e => $"{(e.InstancePath.Length == 0 ? "(root)" : e.InstancePath)}: {e.Message}"))
        + (errors.Count > MaxErrorsShown ? $"; and {errors.Count - MaxErrorsShown} more" : "");
}
