using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using AgentBus.Cli.Runs;

namespace AgentBus.Cli.Events;

/// <summary>The options that make up a CloudEvent.</summary>
internal sealed class EventBody
{
    /// <summary>How the API is told that the body is one.</summary>
    public const string ContentType = "application/cloudevents+json";

    private readonly Option<string> _type = new("--type") { Description = "The event's type, such as briefing.requested.", Required = true };
    private readonly Option<string> _source;
    private readonly Option<string?> _data = new("--data") { Description = "Its data as JSON." };
    private readonly Option<string?> _file = new("--file") { Description = "Its data as a JSON file; - is standard input." };
    private readonly Option<string?> _id = new("--id") { Description = "Its id; an event of the same source and id counts once. Default: a new one." };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="defaultSource">The source when none is given; null = one must be.</param>
    public EventBody(Command command, string? defaultSource = null)
    {
        _source = new Option<string>("--source") { Description = "Where it comes from, such as /billing.", Required = defaultSource is null };
        if (defaultSource is not null)
        {
            _source.DefaultValueFactory = _ => defaultSource;
        }

        foreach (var option in (Option[])[_type, _source, _data, _file, _id])
        {
            command.Options.Add(option);
        }
    }

    public async Task<JsonObject> ReadAsync(ParseResult parse, Session session)
    {
        if (parse.GetValue(_data) is not null && parse.GetValue(_file) is not null)
        {
            throw CliException.Usage("Give the data by --data or by --file, not both.");
        }

        var now = session.Terminal.Clock.GetUtcNow();
        var happened = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = parse.GetValue(_id) ?? $"{Guid.CreateVersion7(now)}",
            ["source"] = parse.GetValue(_source),
            ["type"] = parse.GetValue(_type),
            ["time"] = now.ToString("O", CultureInfo.InvariantCulture),
        };
        if (parse.GetValue(_data) is { } text)
        {
            happened["data"] = RunInput.Parse(text, "--data");
        }
        else if (parse.GetValue(_file) is { } path)
        {
            happened["data"] = RunInput.Parse(await session.ReadAsync(path), $"'{path}'");
        }

        return happened;
    }
}
