using System.CommandLine;
using System.Text;
using System.Text.Json;

namespace AgentBus.Cli.Events;

/// <summary><c>agentbus events publish</c> and <c>agentbus signal</c>.</summary>
internal static class EventCommands
{
    public static Command Create(CommandKit kit) => new("events", "Publishes events.") { Publish(kit) };

    public static Command Signal(CommandKit kit)
    {
        var run = IdArgument.Run();
        var command = new Command("signal", "Sends a CloudEvent to one run alone; refused when no step of it waits for such an event.") { run };
        var body = new EventBody(command, defaultSource: "/agentbus/cli");
        kit.Handle(command, async (parse, session) =>
        {
            var happened = await body.ReadAsync(parse, session);
            var answer = await session.Api.PostAsync(
                $"/v1/runs/{parse.GetValue(run)}/events", Encoding.UTF8.GetBytes(happened.ToJsonString()), session.Cancelled, EventBody.ContentType);
            if (session.Output.IsJson)
            {
                session.Output.Json(answer.Json);
            }
            else
            {
                session.Output.Note($"Sent {happened["id"]} to {parse.GetValue(run)}.");
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static Command Publish(CommandKit kit)
    {
        var command = new Command("publish", "Publishes a CloudEvent.");
        var body = new EventBody(command);
        kit.Handle(command, async (parse, session) =>
        {
            var happened = await body.ReadAsync(parse, session);
            await session.Api.PostAsync("/v1/events", Encoding.UTF8.GetBytes(happened.ToJsonString()), session.Cancelled, EventBody.ContentType);
            if (session.Output.IsJson)
            {
                session.Output.Json(JsonElement.Parse(happened.ToJsonString()));
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
