using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.DeadLetters;

/// <summary><c>agentbus dead-letters</c>: messages that were given up.</summary>
internal static class DeadLetterCommands
{
    private const string Path = "/v1/dead-letters";

    public static Command Create(CommandKit kit) =>
        new("dead-letters", "Shows messages that were given up, sends them again, or closes them.") { List(kit), Show(kit), Replay(kit), Discard(kit) };

    private static Command List(CommandKit kit)
    {
        var (filter, paging) = (new DeadLetterOptions(), new PageOptions());
        var state = new Option<string?>("--state") { Description = "open (the default), replayed, discarded or any." };
        var letters = new Listing<DeadLetter>(
            ApiJson.Default.PageDeadLetter, ["ID", "FOUND", "QUEUE", "TYPE", "REASON", "STATE", "ERROR"],
            letter =>
            [
                $"{letter.Id}", Shown.Time(letter.FoundAt), Shown.Safe(letter.Queue), Shown.Safe(letter.Type), Shown.Safe(letter.Reason), letter.State,
                Shown.Safe(Shown.Short(letter.Error, 80)),
            ],
            "There are no dead letters.");
        var command = new Command("list", "Lists dead letters, newest first.") { state };
        paging.AddTo(command);
        filter.AddTo(command);
        kit.Handle(command, (parse, session) => letters.ShowAsync(
            session, Query.Of(Path, [.. filter.Of(parse), ("state", parse.GetValue(state)), .. paging.Of(parse)])));
        return command;
    }

    private static Command Show(CommandKit kit)
    {
        var id = IdArgument.DeadLetter();
        var body = new Option<bool>("--body") { Description = "Only its body, as it came." };
        var command = new Command("show", "Shows one dead letter, with its headers and its body.") { id, body };
        kit.Handle(command, async (parse, session) =>
        {
            var path = $"{Path}/{parse.GetValue(id)}";
            if (parse.GetValue(body))
            {
                await session.Terminal.Out.WriteAsync(Encoding.UTF8.GetString((await session.Api.GetAsync($"{path}/body", session.Cancelled, "application/octet-stream")).Body));
                return ExitCode.Success;
            }

            session.Output.Json((await session.Api.GetAsync(path, session.Cancelled)).Json);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Replay(CommandKit kit)
    {
        var force = new Option<bool>("--force") { Description = "Under a new message id: receivers that have carried it out do so again." };
        var reason = new Option<string?>("--reason") { Description = "For the record." };
        var command = new Command("replay", "Sends a dead letter to its queue again, or all open ones that meet filters.") { force, reason };
        return Act(kit, command, "replay", "replayed", parse => new JsonObject { ["force"] = parse.GetValue(force), ["reason"] = parse.GetValue(reason) });
    }

    private static Command Discard(CommandKit kit)
    {
        var reason = new Option<string>("--reason") { Description = "Why the message is not needed.", Required = true };
        var command = new Command("discard", "Closes a dead letter without sending it, or all open ones that meet filters.") { reason };
        return Act(kit, command, "discard", "discarded", parse => new JsonObject { ["reason"] = parse.GetValue(reason) });
    }

    private static Command Act(CommandKit kit, Command command, string verb, string done, Func<ParseResult, JsonObject> request)
    {
        var id = IdArgument.OptionalDeadLetter();
        var all = new Option<bool>("--all") { Description = "All open ones." };
        var filter = new DeadLetterOptions();
        command.Add(id);
        command.Add(all);
        filter.AddTo(command);
        kit.Handle(command, async (parse, session) =>
        {
            var given = filter.Of(parse).Where(f => f.Value is not null).ToList();
            switch (parse.GetValue(id), given.Count > 0, parse.GetValue(all))
            {
                case ({ } one, false, false):
                    var answer = await session.Api.PostAsync($"{Path}/{one}/{verb}", Bytes(request(parse)), session.Cancelled);
                    if (session.Output.IsJson)
                    {
                        session.Output.Json(answer.Json);
                    }

                    session.Output.Note($"Dead letter {one} was {done}.");
                    return ExitCode.Success;
                case (null, true, false) or (null, false, true):
                    return await EachAsync(session, verb, done, given, request(parse));
                default:
                    throw CliException.Usage("Name either a dead letter, or filters such as --queue, or --all.");
            }
        });
        return command;
    }

    /// <summary>Page by page to the end; with --json the pages as one array.</summary>
    private static async Task<int> EachAsync(
        Session session, string verb, string done, IReadOnlyList<(string Name, string? Value)> filter, JsonObject request)
    {
        request["filter"] = new JsonObject(filter.Select(f => KeyValuePair.Create<string, JsonNode?>(f.Name, f.Value)));
        var (all, count, next) = (new List<JsonElement>(), 0, (string?)null);
        do
        {
            request["cursor"] = next;
            var answer = await session.Api.PostAsync($"{Path}/{verb}", Bytes(request), session.Cancelled);
            var page = answer.As(ApiJson.Default.PageDeadLetterReport);
            all.AddRange(answer.Json.GetProperty("items").EnumerateArray());
            foreach (var report in page.Items.Where(report => !report.Done && !session.Output.IsJson))
            {
                session.Output.Line($"{report.Id} {Shown.Safe(report.Queue)} {Shown.Safe(report.Type)}: {Shown.Safe(report.Problem)}");
            }

            (count, next) = (count + page.Items.Count(report => report.Done), page.Next);
        }
        while (next is not null);

        if (session.Output.IsJson)
        {
            session.Output.Json(JsonSerializer.SerializeToElement(all, ApiJson.Default.ListJsonElement));
        }

        session.Output.Note($"{count} of {all.Count} dead letters were {done}.");
        return count == all.Count ? ExitCode.Success : ExitCode.Failed;
    }

    private static byte[] Bytes(JsonObject request) => Encoding.UTF8.GetBytes(request.ToJsonString());
}
