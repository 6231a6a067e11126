using System.CommandLine;
using System.Text.Json;
using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Runs;

/// <summary><c>agentbus history</c>. With <c>--json</c> one entry a line, so that it can be piped while it goes on.</summary>
internal static class HistoryCommand
{
    private const int PageSize = 500;

    public static Command Create(CommandKit kit)
    {
        var run = IdArgument.Run();
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on until the run ends." };
        var after = new Option<long>("--after") { Description = "Only entries above this number." };
        var command = new Command("history", "Shows what happened to a run and why.") { run, follow, after };
        kit.Handle(command, async (parse, session) =>
        {
            var (id, number) = (parse.GetValue(run), parse.GetValue(after));
            if (parse.GetValue(follow))
            {
                await new RunWatcher(session, id).FollowAsync(number, entry => Show(session, entry));
                return ExitCode.Success;
            }

            for (var next = (string?)$"{number}"; next is not null;)
            {
                var answer = await session.Api.GetAsync(Query.Of($"/v1/runs/{id}/history", ("after", next), ("limit", $"{PageSize}")), session.Cancelled);
                foreach (var entry in answer.Json.GetProperty("items").EnumerateArray())
                {
                    Show(session, entry.GetRawText());
                }

                next = answer.As(ApiJson.Default.PageHistoryEntry).Next;
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static void Show(Session session, string json)
    {
        if (session.Output.IsJson)
        {
            session.Terminal.Out.WriteLine(json);
            return;
        }

        var entry = JsonSerializer.Deserialize(json, ApiJson.Default.HistoryEntry)!;
        var data = entry.Data.ValueKind == JsonValueKind.Undefined ? "" : entry.Data.GetRawText();
        session.Output.Line(
            $"[grey]{entry.Number,5} {Shown.Time(entry.At)}[/] [bold]{Shown.Safe(entry.Type)}[/] {Shown.Safe(entry.Step)} [grey]{Shown.Safe(data is "{}" or "null" ? "" : data)}[/]");
    }
}
