using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Comparison;

/// <summary>What changed outside the tasks: <c>document</c>, <c>input</c>, <c>output</c>, <c>schedule</c>, <c>timeout</c>, <c>use</c> and so on.</summary>
internal static class DocumentComparison
{
    private const string Version = "/document/version";
    private static readonly IReadOnlySet<string> NotHere = new HashSet<string> { "/do", Version };

    public static IEnumerable<DefinitionChange> Changes(WorkflowDefinition from, WorkflowDefinition to) =>
        Members.Compare(from.Document, to.Document, NotHere).GroupBy(change => JsonPointer.Tokens(change.Member).First()).Select(part => Change(part.Key, [.. part]));

    private static DefinitionChange Change(string part, IReadOnlyList<MemberChange> members)
    {
        var path = JsonPointer.Append("", part);
        return members switch
        {
            [{ Before: null } only] when only.Member == path => new DefinitionChange(ChangeKind.Added, null, null, path, [only with { Member = "" }]),
            [{ After: null } only] when only.Member == path => new DefinitionChange(ChangeKind.Removed, null, path, null, [only with { Member = "" }]),
            _ => new DefinitionChange(ChangeKind.Changed, null, path, path, [.. members.Select(m => m with { Member = m.Member[path.Length..] })]),
        };
    }
}
