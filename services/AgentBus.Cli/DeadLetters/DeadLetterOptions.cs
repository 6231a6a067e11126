using System.CommandLine;

namespace AgentBus.Cli.DeadLetters;

/// <summary>Options that say which dead letters are meant.</summary>
internal sealed class DeadLetterOptions
{
    private readonly Option<string?> _queue = new("--queue") { Description = "Of this queue, such as agentbus.orchestrator." };
    private readonly Option<string?> _type = new("--type") { Description = "Of this type, such as TimerFired." };
    private readonly Option<Guid?> _run = IdArgument.RunOption("Of this run.");
    private readonly Option<string?> _why = new("--why") { Description = "Given up for this reason: unreadable, failed, skipped, delivery_limit ..." };
    private readonly Option<string?> _since = new("--since") { Description = "Found at this time or later, such as 2026-01-31T12:00:00Z." };
    private readonly Option<string?> _until = new("--until") { Description = "Found at this time or earlier." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _queue, _type, _run, _why, _since, _until })
        {
            command.Add(option);
        }
    }

    /// <summary>As the API names them.</summary>
    public IEnumerable<(string Name, string? Value)> Of(ParseResult parse) =>
    [
        ("queue", parse.GetValue(_queue)), ("type", parse.GetValue(_type)), ("run", parse.GetValue(_run)?.ToString()), ("reason", parse.GetValue(_why)),
        ("since", parse.GetValue(_since)), ("until", parse.GetValue(_until)),
    ];
}
