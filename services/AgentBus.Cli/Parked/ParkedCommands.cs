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
        var paging = new PageOptions();
        var messages = new Listing<ParkedMessage>(
            ApiJson.Default.PageParkedMessage, ["ID", "PARKED", "TYPE", "TO", "RUN", "ERROR"],
            message => [$"{message.Id}", Shown.Time(message.ParkedAt), Shown.Safe(message.Type), Shown.Safe(message.Exchange), $"{message.Run}", Shown.Safe(message.LastError)],
            "Nothing is parked.");
        var command = new Command("list", "Lists parked messages, the last one first.") { run };
        paging.AddTo(command);
        kit.Handle(command, (parse, session) => messages.ShowAsync(session, Query.Of(Path, [("run", parse.GetValue(run)?.ToString()), .. paging.Of(parse)])));
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
