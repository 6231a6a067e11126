namespace AgentBus.Tests.Shared;

/// <summary>Test data that others wrote: <c>AGENTBUS_TEST_DATA</c>, else <c>../shared/data</c> beside the repository.</summary>
internal static class TestData
{
    public const string Variable = "AGENTBUS_TEST_DATA";

    private static readonly string Root = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : Beside();

    /// <summary>The full path of a folder of the data, whether or not it is there.</summary>
    public static string Folder(string name) => Path.Combine(Root, name);

    /// <summary>What to say where a folder of the data is absent; null where it is there.</summary>
    public static string? Missing(string name) =>
        Directory.Exists(Folder(name)) ? null : $"{Folder(name)} is absent. Run 'make data', or set {Variable}.";

    private static string Beside()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AgentBus.sln")))
        {
            folder = folder.Parent;
        }

        return Path.GetFullPath(Path.Combine(folder?.FullName ?? ".", "..", "shared", "data"));
    }
}
