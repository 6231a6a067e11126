using System.Text.Json;
using AgentBus.JsonSchema.Compilation;
using AgentBus.JsonSchema.Keywords;

namespace AgentBus.JsonSchema.Evaluation;

/// <summary>A compiled schema or part of one. Its keywords are set once, when the references between nodes are closed.</summary>
internal sealed class SchemaNode(Resource resource, string path)
{
    private Keyword[] _keywords = [];
    private bool _tracks;

    /// <summary>Whether nothing at all is valid here: the schema <c>false</c>.</summary>
    public bool IsFalse { get; set; }

    public Resource Resource { get; } = resource;

    /// <summary>JSON pointer in its document.</summary>
    public string Path { get; } = path;

    public void Set(IEnumerable<Keyword> keywords)
    {
        // What is left over is known only when all other keywords have spoken.
        _keywords = [.. keywords.OrderBy(k => k is IUnevaluated)];
        _tracks = Array.Exists(_keywords, k => k is IUnevaluated);
    }

    /// <summary>Whether the instance is valid. Errors are reported unless the frame is quiet.</summary>
    public bool Holds(JsonElement instance, Frame frame)
    {
        if (IsFalse)
        {
            return frame.Fail("false", Path, "Nothing is allowed here.");
        }

        if (_keywords.Length == 0)
        {
            return true;
        }

        if (!frame.Run.Enter())
        {
            return frame.FailRun("$ref", Path, frame.Run.IsTooLong
                ? "The schema is too much work for this instance. Write it with fewer alternatives and references inside each other."
                : "The schema leads back to itself without end, or the instance is too deep.");
        }

        var seen = _tracks || frame.Seen is not null ? new Evaluated() : null;
        var holds = AllHold(instance, frame.Inside(Resource, seen));
        frame.Run.Leave();
        if (holds && seen is not null)
        {
            frame.Seen?.Merge(seen);
        }

        return holds;
    }

    private bool AllHold(JsonElement instance, Frame frame)
    {
        var holds = true;
        foreach (var keyword in _keywords)
        {
            // After a failure the rest would be called unevaluated for no fault of its own.
            if (!holds && (frame.Quiet || frame.Run.IsAborted || keyword is IUnevaluated))
            {
                return false;
            }

            holds &= keyword.Holds(instance, frame);
        }

        return holds;
    }
}
