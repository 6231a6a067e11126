using System.CommandLine;
using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli;

/// <summary>What every command shares: where the server is, the key, and how to say results and failures.</summary>
internal sealed class CommandKit(Terminal terminal)
{
    private const string DefaultUrl = "http://127.0.0.1:8080";

    public Option<string?> Url { get; } = new("--url")
    {
        Description = $"Address of AgentBus. Default: AGENTBUS_URL, else {DefaultUrl}.", Recursive = true,
    };

    public Option<string?> Key { get; } = new("--key")
    {
        Description = "API key. Default: AGENTBUS_KEY, else the file data/admin.key that 'agentbus up' leaves.", Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Machine output: JSON on standard output and nothing else.", Recursive = true };

    /// <summary>Makes a command out of a handler.</summary>
    public void Handle(Command command, Func<ParseResult, Session, Task<int>> handler) =>
        command.SetAction((parse, cancelled) => RunAsync(parse, handler, cancelled));

    private async Task<int> RunAsync(ParseResult parse, Func<ParseResult, Session, Task<int>> handler, CancellationToken cancelled)
    {
        try
        {
            using var api = new ApiClient(Address(parse.GetValue(Url)), FindKey(parse.GetValue(Key)));
            return await handler(parse, new Session(api, new Output(terminal, parse.GetValue(Json)), cancelled));
        }
        catch (CliException e)
        {
            await terminal.Error.WriteLineAsync($"agentbus: {Shown.Printable(e.Message)}");
            foreach (var line in e.More)
            {
                await terminal.Error.WriteLineAsync($"  {Shown.Printable(line)}");
            }

            return e.ExitCode;
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
    }

    private Uri Address(string? given)
    {
        var text = given ?? terminal.Variable("AGENTBUS_URL") ?? DefaultUrl;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw CliException.Usage($"'{text}' is not an address of AgentBus; one such as {DefaultUrl} is wanted.");
    }

    private string? FindKey(string? given)
    {
        if ((given ?? terminal.Variable("AGENTBUS_KEY")) is { Length: > 0 } key)
        {
            return key.Trim();
        }

        var file = Path.Combine(terminal.Folder, "data", "admin.key");
        return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
    }
}
