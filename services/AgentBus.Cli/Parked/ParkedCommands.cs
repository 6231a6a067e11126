using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Parked;

/// <summary><c>agentbus parked</c>: messages that the broker refused on their way out.</summary>
internal static class ParkedCommands
{
    private const string Path = "/v1/parked-messages";

    public static Command Create(CommandKit kit) =>
        new("parked", "Shows messages that the broker refused, has them published again, or deletes them.") { List(kit), Release(kit), Discard(kit) };

    private static Command List(CommandKit kit)
    {
        var run = IdArgument.RunOption("Of this run.");
        var limit = new Option<int>("--limit") { Description = "At most so many.", DefaultValueFactory = _ => 20 };
        var cursor = new Option<string?>("--cursor") { Description = "'next' of the page before." };
        var command = new Command("list", "Lists parked messages, the last one first.") { run, limit, cursor };
        kit.Handle(command, async (parse, session) =>
        {
            var answer = await session.Api.GetAsync(
                Query.Of(Path, ("run", parse.GetValue(run)?.ToString()), ("limit", $"{parse.GetValue(limit)}"), ("cursor", parse.GetValue(cursor))), session.Cancelled);
            if (session.Output.IsJson)
            {
                session.Output.Json(answer.Json);
                return ExitCode.Success;
            }

            var page = answer.As(ApiJson.Default.PageParkedMessage);
            session.Output.Table(
                ["ID", "PARKED", "TYPE", "TO", "RUN", "ERROR"],
                page.Items.Select(message => (IReadOnlyList<string>)
                    [$"{message.Id}", Shown.Time(message.ParkedAt), Shown.Safe(message.Type), Shown.Safe(message.Exchange), $"{message.Run}", Shown.Safe(message.LastError)]),
                "Nothing is parked.");
            if (page.Next is { } next)
            {
                session.Output.Note($"There are more: --cursor {next}");
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static Command Release(CommandKit kit)
    {
        var id = IdArgument.Parked();
        var command = new Command("release", "Has a parked message published again, at once.") { id };
        kit.Handle(command, async (parse, session) =>
        {
            await session.Api.PostAsync($"{Path}/{parse.GetValue(id)}/release", [], session.Cancelled);
            session.Output.Note($"Message {parse.GetValue(id)} is published again.");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Discard(CommandKit kit)
    {
        var id = IdArgument.Parked();
        var reason = new Option<string>("--reason") { Description = "Why the message is not needed.", Required = true };
        var command = new Command("discard", "Deletes a parked message.") { id, reason };
        kit.Handle(command, async (parse, session) =>
        {
            var request = new JsonObject { ["reason"] = parse.GetValue(reason) };
            await session.Api.PostAsync($"{Path}/{parse.GetValue(id)}/discard", Encoding.UTF8.GetBytes(request.ToJsonString()), session.Cancelled);
            session.Output.Note($"Message {parse.GetValue(id)} is gone.");
            return ExitCode.Success;
        });
        return command;
    }
}
