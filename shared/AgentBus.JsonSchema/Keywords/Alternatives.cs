using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary>What to say when none of several alternatives matches.</summary>
internal static class Alternatives
{
    /// <summary>Reports that none matches; where there is only one, its own errors follow. Always false.</summary>
    public static bool Fail(SchemaNode[] nodes, JsonElement instance, Frame frame, Func<string, bool> fail)
    {
        if (frame.Quiet)
        {
            return false;
        }

        fail(nodes.Length == 1 ? "It does not match the only alternative." : $"It matches none of the {nodes.Length} alternatives.");
        if (nodes.Length == 1)
        {
            nodes[0].Holds(instance, frame with { Seen = null });
        }

        return false;
    }
}
