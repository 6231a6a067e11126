using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Models;

/// <summary>Names and what is to say of each, a line for each.</summary>
internal static class Facts
{
    private const int Width = 12;

    public static void Show(Terminal terminal, IEnumerable<(string Name, string Text)> facts)
    {
        foreach (var (name, text) in facts)
        {
            terminal.Out.WriteLine($"{name.PadRight(Width)}{Shown.Printable(text)}");
        }
    }
}
