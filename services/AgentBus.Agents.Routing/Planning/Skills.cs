namespace AgentBus.Agents.Routing.Planning;

/// <summary>What the built-in agents can do, in the order in which it is done.</summary>
internal static class Skills
{
    public static Skill Read { get; } = new(
        "read", "read sources", "research", ["file", "folder", "web", "search"], ["read", "research", "find", "gather", "search", "look"],
        ["sources"], ["depth", "maxPassages"], Outputs("passages", "tables", "skipped"));

    public static Skill Draft { get; } = new(
        "draft", "draft a text", "analysis", ["draft"],
        ["draft", "brief", "summar", "analys", "compar", "report", "answer", "explain", "overview"],
        ["passages"], ["length", "tables", "skipped"], Outputs("draft", "passages", "contradictions"));

    public static Skill Check { get; } = new(
        "check", "check a draft", "validation", ["check-draft"], ["check", "validat", "verif", "cited", "citation"],
        ["draft", "passages"], ["contradictions"], new Dictionary<string, string> { ["validation"] = "." })
    { Counts = ["contradictions"] };

    public static Skill Write { get; } = new(
        "write", "write a file", "execution", ["write-briefing"], ["publish", "save", "file"],
        ["draft"], ["path", "passages", "contradictions", "validation", "skipped"], Outputs("file", "sha256", "sentences", "citations"));

    public static IReadOnlyList<Skill> All { get; } = [Read, Draft, Check, Write];

    private static Dictionary<string, string> Outputs(params string[] names) => names.ToDictionary(name => name, name => $".{name}");
}
