using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli;

/// <summary>What one command works with.</summary>
internal sealed record Session(ApiClient Api, Output Output, CancellationToken Cancelled)
{
    public Terminal Terminal => Output.Terminal;

    /// <summary>A path given on the command line, from the working folder.</summary>
    public string Full(string path) => Path.GetFullPath(path, Terminal.Folder);

    /// <summary>A file given on the command line; <c>-</c> is standard input.</summary>
    public async Task<string> ReadAsync(string path)
    {
        if (path == "-")
        {
            return await Terminal.In.ReadToEndAsync(Cancelled);
        }

        try
        {
            return await File.ReadAllTextAsync(Full(path), Cancelled);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.Usage($"Cannot read '{path}': {e.Message}");
        }
    }
}
