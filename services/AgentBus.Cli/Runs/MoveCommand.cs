using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Runs;

/// <summary><c>agentbus runs move</c>: one run, or every open run of a version.</summary>
internal static class MoveCommand
{
    public static Command Create(CommandKit kit)
    {
        var run = IdArgument.OptionalRun();
        var workflow = new Option<string?>("--workflow") { Description = "Instead of a run: every open run of namespace/name ..." };
        var from = new Option<string?>("--from") { Description = "... that has this version." };
        var to = new Option<string>("--to") { Description = "The version to go on with.", Required = true };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what stands in the way." };
        var command = new Command("move", "Has waiting runs go on with another version of their definition.") { run, workflow, from, to, dryRun };
        kit.Handle(command, async (parse, session) =>
        {
            var request = new JsonObject { ["to"] = parse.GetValue(to), ["dryRun"] = parse.GetValue(dryRun) };
            return (parse.GetValue(run), parse.GetValue(workflow), parse.GetValue(from)) switch
            {
                ({ } one, null, null) => await MoveAsync(session, one, request),
                (null, { } name, { } version) => await MoveAllAsync(session, name, version, request),
                _ => throw CliException.Usage("Name either a run, or --workflow and --from."),
            };
        });
        return command;
    }

    private static async Task<int> MoveAsync(Session session, Guid run, JsonObject request)
    {
        var answer = await session.Api.PostAsync($"/v1/runs/{run}/move", Bytes(request), session.Cancelled);
        if (session.Output.IsJson)
        {
            session.Output.Json(answer.Json);
        }

        var report = answer.As(ApiJson.Default.MoveReport);
        Tell(session, report, request);
        return report.Movable ? ExitCode.Success : ExitCode.Failed;
    }

    /// <summary>Page by page to the end; with --json the pages as one array.</summary>
    private static async Task<int> MoveAllAsync(Session session, string workflow, string from, JsonObject request)
    {
        (request["workflow"], request["from"]) = (workflow, from);
        var (all, moved, next) = (new List<JsonElement>(), 0, (string?)null);
        do
        {
            request["cursor"] = next;
            var answer = await session.Api.PostAsync("/v1/runs/move", Bytes(request), session.Cancelled);
            var page = answer.As(ApiJson.Default.PageMoveReport);
            all.AddRange(answer.Json.GetProperty("items").EnumerateArray());
            foreach (var report in page.Items)
            {
                Tell(session, report, request);
            }

            (moved, next) = (moved + page.Items.Count(report => report.Movable), page.Next);
        }
        while (next is not null);

        if (session.Output.IsJson)
        {
            session.Output.Json(JsonSerializer.SerializeToElement(all, ApiJson.Default.ListJsonElement));
        }

        session.Output.Note($"{moved} of {all.Count} open runs {(IsDry(request) ? "could be" : "are being")} moved.");
        return moved == all.Count ? ExitCode.Success : ExitCode.Failed;
    }

    private static void Tell(Session session, MoveReport report, JsonObject request)
    {
        if (session.Output.IsJson)
        {
            return;
        }

        session.Output.Line($"{report.Run} {Shown.Safe(report.From)} -> {Shown.Safe(report.To)}: "
            + (report.Movable ? IsDry(request) ? "can be moved" : "is being moved" : "[red]cannot be moved[/]"));
        foreach (var obstacle in report.Obstacles)
        {
            session.Output.Line($"  {Shown.Safe(obstacle.Task)}: {Shown.Safe(obstacle.Message)}");
        }
    }

    private static bool IsDry(JsonObject request) => request["dryRun"]!.GetValue<bool>();

    private static byte[] Bytes(JsonObject request) => Encoding.UTF8.GetBytes(request.ToJsonString());
}
