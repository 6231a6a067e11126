using AgentBus.Workflows.Definitions.Reading.Calls;
using AgentBus.Workflows.Definitions.Text;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>What a document defines once under <c>use</c> and refers to by name.</summary>
internal sealed class Components
{
    private readonly Dictionary<string, Cursor> _retries = [];
    private readonly HashSet<string> _usedRetries = [];
    private readonly Dictionary<string, Template?> _errors = [];
    private readonly Dictionary<string, Duration?> _timeouts = [];
    private readonly Dictionary<string, Cursor> _authentications = [];
    private readonly Dictionary<string, Cursor> _functions = [];
    private readonly List<(string Name, Cursor At)> _extensions = [];
    private readonly List<Cursor> _catalogs = [];
    private List<string> _secrets = [];

    private Components()
    {
    }

    public static Components None { get; } = new();

    /// <summary>Names of the secrets that calls may read.</summary>
    public IReadOnlyList<string> Secrets => _secrets;

    /// <summary>Names of the functions.</summary>
    public IReadOnlyCollection<string> Functions => _functions.Keys;

    /// <summary>In the order of the document.</summary>
    public IReadOnlyList<(string Name, Cursor At)> Extensions => _extensions;

    public static Components Read(Cursor use)
    {
        var components = new Components();
        if (!use.IsObjectOf("authentications", "errors", "extensions", "functions", "retries", "secrets", "timeouts", "catalogs"))
        {
            return components;
        }

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

    public Duration? Timeout(Cursor reference) => Find(reference, _timeouts, "use.timeouts");

    /// <summary>The function's task; null when there is none of this name.</summary>
    public Cursor? Function(string name) => _functions.GetValueOrDefault(name);

    /// <summary>The policy, read in the scope of the place that refers to it.</summary>
    public TemplateNode? Authentication(Cursor reference) =>
        Find(reference, _authentications, "use.authentications") is { } policy ? AuthenticationReader.ReadPolicy(policy with { Scope = reference.Scope }) : null;

    /// <summary>Whether the text names a secret of <c>use.secrets</c>; reported when not.</summary>
    public bool IsSecret(Cursor reference)
    {
        if (_secrets.Contains(reference.Node.Text))
        {
            return true;
        }

        reference.Report($"'{reference.Node.Text}' is not in use.secrets. {(_secrets.Count == 0 ? "Add it there." : Words.Suggest(reference.Node.Text, _secrets))}");
        return false;
    }

    /// <summary>Checks functions and extensions where they stand, and the policies, which may be used nowhere.</summary>
    public void CheckUnused()
    {
        foreach (var (_, policy) in _authentications)
        {
            AuthenticationReader.ReadPolicy(policy with { Scope = policy.Scope.With(Scope.Secrets) });
        }

        foreach (var endpoint in _catalogs.Select(c => c.Required("endpoint")).OfType<Cursor>())
        {
            UriReader.ReadEndpoint(endpoint);
        }

        foreach (var (name, function) in _functions)
        {
            FunctionReader.Check(name, function);
        }

        foreach (var (_, extension) in _extensions)
        {
            ExtensionReader.Check(extension);
        }

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

        foreach (var (name, policy) in MembersOf(use, "authentications"))
        {
            _authentications[name] = policy;
        }

        foreach (var (name, function) in MembersOf(use, "functions").Where(f => f.Value.Is(NodeKind.Object)))
        {
            _functions[name] = function;
        }

        _catalogs.AddRange(MembersOf(use, "catalogs").Select(c => c.Value).Where(c => c.IsObjectOf("endpoint")));
        _secrets = use.Get("secrets") is { } secrets ? SecretName.ReadAll(secrets) : [];
        _extensions.AddRange(use.Get("extensions") is { } list && list.Is(NodeKind.Array) ? list.Items.Select(Named).OfType<(string, Cursor)>() : []);
    }

    private static (string Name, Cursor At)? Named(Cursor item)
    {
        if (!item.Is(NodeKind.Object) || item.Node.Members.Count != 1)
        {
            item.Report("an item of use.extensions must have exactly one member, the extension's name.");
            return null;
        }

        var (name, extension) = item.Members.Single();
        return extension.Is(NodeKind.Object) ? (name, extension) : null;
    }

    private static IEnumerable<(string Name, Cursor Value)> MembersOf(Cursor use, string name) =>
        use.Get(name) is { } group && group.Is(NodeKind.Object) ? group.Members : [];

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
