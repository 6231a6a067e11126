using Spectre.Console;

namespace AgentBus.Cli.Screen;

/// <summary>Where a command reads and writes, so that tests can hold all of it.</summary>
/// <param name="Out">Results, and nothing else.</param>
/// <param name="Error">Everything said to a person on the side.</param>
/// <param name="In">Standard input.</param>
/// <param name="IsLive">Whether the output is a terminal that can be redrawn.</param>
/// <param name="Width">Columns for tables.</param>
/// <param name="Folder">The working folder.</param>
/// <param name="Variable">Environment variables.</param>
/// <param name="Clock">The clock.</param>
internal sealed record Terminal(
    TextWriter Out, TextWriter Error, TextReader In, bool IsLive, int Width, string Folder, Func<string, string?> Variable, TimeProvider Clock)
{
    public static Terminal System() => new(
        Console.Out, Console.Error, Console.In,
        !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive,
        Console.IsOutputRedirected ? 160 : AnsiConsole.Profile.Width,
        Environment.CurrentDirectory, Environment.GetEnvironmentVariable, TimeProvider.System);

    /// <summary>Draws on <see cref="Out"/>: colours on a terminal only.</summary>
    public IAnsiConsole Ansi() => IsLive ? AnsiConsole.Console : Plain(Out);

    private IAnsiConsole Plain(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = Width;
        return console;
    }
}
