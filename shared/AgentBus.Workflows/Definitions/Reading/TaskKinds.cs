namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>The keywords of tasks.</summary>
internal static class TaskKinds
{
    /// <summary>What every task may have.</summary>
    public static readonly string[] Common = ["if", "input", "output", "export", "timeout", "then", "metadata"];

    /// <summary>For each keyword that makes a kind, the words that go with it.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Own = new Dictionary<string, string[]>
    {
        ["call"] = ["call", "with"],
        ["do"] = ["do"],
        ["emit"] = ["emit"],
        ["for"] = ["for", "while", "do"],
        ["fork"] = ["fork"],
        ["listen"] = ["listen", "foreach"],
        ["raise"] = ["raise"],
        ["run"] = ["run"],
        ["set"] = ["set"],
        ["switch"] = ["switch"],
        ["try"] = ["try", "catch"],
        ["wait"] = ["wait"],
    };

    /// <summary>The kinds a task claims to be; exactly one in a good document. The <c>do</c> of a <c>for</c> is no kind.</summary>
    public static IReadOnlyList<string> Of(Cursor task) =>
        [.. Own.Keys.Where(k => task.Has(k) && !(k == "do" && task.Has("for")))];
}
