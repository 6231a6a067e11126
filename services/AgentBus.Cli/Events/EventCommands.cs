using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AgentBus.Cli.Runs;

namespace AgentBus.Cli.Events;

/// <summary><c>agentbus events publish</c>.</summary>
internal static class EventCommands
{
    public static Command Create(CommandKit kit) => new("events", "Publishes events.") { Publish(kit) };

    private static Command Publish(CommandKit kit)
    {
        var type = new Option<string>("--type") { Description = "The event's type, such as briefing.requested.", Required = true };
        var source = new Option<string>("--source") { Description = "Where it comes from, such as /billing.", Required = true };
        var data = new Option<string?>("--data") { Description = "Its data as JSON." };
        var file = new Option<string?>("--file") { Description = "Its data as a JSON file; - is standard input." };
        var id = new Option<string?>("--id") { Description = "Its id; an event of the same source and id starts a run once. Default: a new one." };
        var command = new Command("publish", "Publishes a CloudEvent.") { type, source, data, file, id };
        kit.Handle(command, async (parse, session) =>
        {
            if (parse.GetValue(data) is not null && parse.GetValue(file) is not null)
            {
                throw CliException.Usage("Give the data by --data or by --file, not both.");
            }

            var now = session.Terminal.Clock.GetUtcNow();
            var happened = new JsonObject
            {
                ["specversion"] = "1.0",
                ["id"] = parse.GetValue(id) ?? $"{Guid.CreateVersion7(now)}",
                ["source"] = parse.GetValue(source),
                ["type"] = parse.GetValue(type),
                ["time"] = now.ToString("O", CultureInfo.InvariantCulture),
            };
            if (parse.GetValue(data) is { } text)
            {
                happened["data"] = RunInput.Parse(text, "--data");
            }
            else if (parse.GetValue(file) is { } path)
            {
                happened["data"] = RunInput.Parse(await session.ReadAsync(path), $"'{path}'");
            }

            await session.Api.PostAsync(
                "/v1/events", Encoding.UTF8.GetBytes(happened.ToJsonString()), session.Cancelled, "application/cloudevents+json");
            if (session.Output.IsJson)
            {
                session.Output.Json(System.Text.Json.JsonElement.Parse(happened.ToJsonString()));
            }
            else
            {
                session.Output.Note($"Published {happened["id"]}.");
            }

            return ExitCode.Success;
        });
        return command;
    }
}
