using AgentBus.Gateway.Problems;

namespace AgentBus.Gateway.Definitions;

/// <summary><c>name</c>, <c>namespace/name</c>, either with <c>@version</c>.</summary>
internal sealed record WorkflowReference(string? Namespace, string Name, string? Version)
{
    /// <summary>Reads one; <paramref name="where"/> is named in the error.</summary>
    public static WorkflowReference Parse(string? text, string where)
    {
        var at = (text ?? "").Split('@');
        var slash = at[0].Split('/');
        return at.Length <= 2 && slash.Length <= 2 && at.Concat(slash).All(part => part.Length is > 0 and <= 200)
            ? new WorkflowReference(slash.Length == 2 ? slash[0] : null, slash[^1], at.Length == 2 ? at[1] : null)
            : throw ApiProblem.Invalid(where, $"'{text}' names no workflow; 'name', 'namespace/name' or 'namespace/name@version' is wanted.");
    }

    public override string ToString() => $"{(Namespace is null ? "" : Namespace + "/")}{Name}{(Version is null ? "" : "@" + Version)}";
}
