using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>What a document defines once under <c>use</c> and refers to by name.</summary>
internal sealed class Components
{
    private static readonly string[] NotYet = ["authentications", "catalogs", "extensions", "functions"];

    private readonly Dictionary<string, Cursor> _retries = [];
    private readonly HashSet<string> _usedRetries = [];
    private readonly Dictionary<string, Template?> _errors = [];
    private readonly Dictionary<string, TimeSpan?> _timeouts = [];
    private readonly HashSet<string> _functions = [];

    private Components()
    {
    }

    public static Components None { get; } = new();

    public static Components Read(Cursor use)
    {
        var components = new Components();
        if (!use.IsObjectOf("authentications", "errors", "extensions", "functions", "retries", "secrets", "timeouts", "catalogs"))
        {
            return components;
        }

        foreach (var name in NotYet.Where(use.Has))
        {
            use.ReportMember(name, $"use.{name} is not yet supported. Remove it.");
        }

        use.Get("secrets")?.Texts();
        components.Fill(use);
        return components;
    }

    /// <summary>The policy, read in the scope of the place that refers to it: its expressions may name that place's error.</summary>
    public RetryPolicy? Retry(Cursor reference)
    {
        _usedRetries.Add(reference.Node.Text);
        return Find(reference, _retries, "use.retries") is { } policy ? RetryReader.Read(policy with { Scope = reference.Scope }) : null;
    }

    public Template? Error(Cursor reference) => Find(reference, _errors, "use.errors");

    public TimeSpan? Timeout(Cursor reference) => Find(reference, _timeouts, "use.timeouts");

    public bool HasFunction(string name) => _functions.Contains(name);

    /// <summary>Checks the policies that nothing refers to.</summary>
    public void CheckUnused()
    {
        foreach (var (_, policy) in _retries.Where(r => !_usedRetries.Contains(r.Key)))
        {
            RetryReader.Read(policy with { Scope = policy.Scope.With(CatchReader.DefaultName) });
        }
    }

    private void Fill(Cursor use)
    {
        foreach (var (name, policy) in MembersOf(use, "retries"))
        {
            _retries[name] = policy;
        }

        foreach (var (name, error) in MembersOf(use, "errors"))
        {
            _errors[name] = ErrorReader.Read(error);
        }

        foreach (var (name, timeout) in MembersOf(use, "timeouts"))
        {
            _timeouts[name] = TimeoutReader.ReadAfter(timeout);
        }

        _functions.UnionWith(MembersOf(use, "functions").Select(f => f.Name));
    }

    private static IEnumerable<(string Name, Cursor Value)> MembersOf(Cursor use, string name) =>
        use.Get(name) is { } group && group.Is(Text.NodeKind.Object) ? group.Members : [];

    private static T? Find<T>(Cursor reference, Dictionary<string, T> among, string place)
    {
        if (among.TryGetValue(reference.Node.Text, out var found))
        {
            return found;
        }

        reference.Report($"'{reference.Node.Text}' is not in {place}. {Words.Suggest(reference.Node.Text, among.Keys)}");
        return default;
    }
}
