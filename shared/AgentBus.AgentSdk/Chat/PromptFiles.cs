using System.Collections.Concurrent;

namespace AgentBus.AgentSdk.Chat;

/// <summary>Prompts are files beside each agent: <c>Prompts/{agent}/{name}.md</c>, copied beside the program, read once.</summary>
public static class PromptFiles
{
    private static readonly ConcurrentDictionary<string, string> Texts = new();

    /// <summary>The text of a prompt.</summary>
    /// <exception cref="PromptMissingException">There is no such file; the message names it.</exception>
    public static string Read(string agent, string name) => Texts.GetOrAdd($"{agent}/{name}", static key =>
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Prompts", $"{key}.md");
        return File.Exists(path)
            ? File.ReadAllText(path).Trim()
            : throw new PromptMissingException($"Prompt file {path} is missing. Add Prompts/{key}.md to the agent's project with CopyToOutputDirectory.");
    });

    internal static void Require(string agent, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            Read(agent, name);
        }
    }
}
