using System.Text.Json;

namespace AgentBus.JsonSchema.Evaluation;

/// <summary>Validates instances against a compiled schema.</summary>
internal static class Validation
{
    public static IReadOnlyList<SchemaError> All(SchemaNode root, JsonElement instance)
    {
        var run = new Run();
        // An aborted run is an error even where the schema would have been satisfied by failure, as under "not".
        var holds = root.Holds(instance, new Frame(run, null, null, Quiet: false));
        return holds && !run.IsAborted ? [] : run.Errors;
    }

    public static bool IsValid(SchemaNode root, JsonElement instance)
    {
        var run = new Run();
        return root.Holds(instance, new Frame(run, null, null, Quiet: true)) && !run.IsAborted;
    }
}
