using System.Text.Json;
using AgentBus.JsonSchema;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Control;

/// <summary>Checks values against schemas.</summary>
internal static class Schemas
{
    /// <summary>Faults with every error when the value does not fit.</summary>
    public static void Check(Machine machine, Schema? schema, DataRef value, string what, string task)
    {
        if (schema is null)
        {
            return;
        }

        var instance = machine.Documents.Read(value);
        if (!machine.Documents.AnyMissing && Errors(schema, instance) is { } errors)
        {
            throw new WorkflowFault(new WorkflowError(ErrorTypes.Validation, 400, $"The {what} does not fit its schema", errors, task));
        }
    }

    /// <summary>All errors in words, each with its path; null when there are none.</summary>
    public static string? Errors(Schema schema, JsonElement instance)
    {
        var errors = schema.Validate(instance);
        return errors.Count == 0
            ? null
            : Limits.Clip(string.Join("; ", errors.Select(error => $"{(error.InstancePath.Length == 0 ? "/" : error.InstancePath)}: {error.Message}")));
    }

    /// <summary>The same for a schema that is not compiled yet.</summary>
    public static string? Errors(JsonElement schema, JsonElement instance) =>
        Schema.TryCompile(schema, out var compiled, out var errors)
            ? Errors(compiled, instance)
            : $"the schema itself is wrong: {string.Join("; ", errors.Select(error => error.Message))}";
}
