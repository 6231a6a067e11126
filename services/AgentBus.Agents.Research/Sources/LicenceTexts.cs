namespace AgentBus.Agents.Research.Sources;

/// <summary>Files that hold a licence: every package has one, and none speaks of a topic.</summary>
internal static class LicenceTexts
{
    private static readonly string[] Names = ["copyright", "LICENSE", "LICENCE", "COPYING", "NOTICE"];

    public static bool IsOne(string path) =>
        Names.Contains(Path.GetFileName(path).Split('.', '-')[0], StringComparer.OrdinalIgnoreCase);
}
