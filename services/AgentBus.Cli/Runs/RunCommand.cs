using System.CommandLine;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Runs;

/// <summary><c>agentbus run</c>.</summary>
internal static class RunCommand
{
    public static Command Create(CommandKit kit)
    {
        var workflow = new Argument<string>("workflow") { Description = "name, namespace/name or namespace/name@version." };
        var pairs = new Option<string[]>("-i", "--set")
        {
            Description = "Input as key=value; a value that is JSON is taken as JSON, a repeated key makes an array.", AllowMultipleArgumentsPerToken = false,
        };
        var file = new Option<string?>("--input") { Description = "Input as a JSON file; - is standard input." };
        var key = new Option<string?>("--idempotency-key", "--idem") { Description = "Idempotency key: the same key starts one run." };
        var wait = new Option<bool>("--wait") { Description = "Wait for the end and show the steps meanwhile. Ctrl-C leaves the run alone." };
        var command = new Command("run", "Starts a run.") { workflow, pairs, file, key, wait };
        kit.Handle(command, async (parse, session) =>
        {
            var input = await InputAsync(session, parse.GetValue(pairs) ?? [], parse.GetValue(file));
            var answer = await StartAsync(session, parse.GetValue(workflow)!, input, parse.GetValue(key));
            var run = answer.Json.GetProperty("id").GetGuid();
            if (parse.GetValue(wait))
            {
                return await WaitAsync(session, run);
            }

            if (session.Output.IsJson)
            {
                session.Output.Json(answer.Json);
            }
            else
            {
                session.Output.Line($"{run}");
                session.Output.Note($"{(answer.Status == HttpStatusCode.OK ? "Started earlier under this key" : "Started")}. Look with: agentbus show {run}");
            }

            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Starts a run; the answer is the run.</summary>
    public static Task<ApiAnswer> StartAsync(Session session, string workflow, JsonNode input, string? idempotencyKey)
    {
        var body = new JsonObject { ["workflow"] = workflow, ["input"] = input };
        return session.Api.PostAsync("/v1/runs", Encoding.UTF8.GetBytes(body.ToJsonString()), session.Cancelled, idempotencyKey: idempotencyKey);
    }

    /// <summary>Waits for the end of a run and shows it; the exit code says how it ended.</summary>
    public static async Task<int> WaitAsync(Session session, Guid run)
    {
        try
        {
            var details = await RunDisplay.WatchAsync(session, run);
            if (session.Output.IsJson)
            {
                session.Output.Json((await session.Api.GetAsync($"/v1/runs/{run}", session.Cancelled)).Json);
            }
            else
            {
                Summary(session, details);
            }

            return details.Run.State == "Completed" ? ExitCode.Success : ExitCode.Failed;
        }
        catch (OperationCanceledException) when (session.Cancelled.IsCancellationRequested)
        {
            session.Output.Note($"Left run {run}; it goes on. Look again with: agentbus show {run} --wait");
            return ExitCode.Interrupted;
        }
    }

    private static void Summary(Session session, RunDetails details)
    {
        session.Output.Line($"[{Shown.Colour(details.Run.State)}]{Shown.Safe(details.Run.State)}[/] {details.Run.Id} " +
            $"{Shown.Span((details.Run.EndedAt ?? details.Run.CreatedAt) - details.Run.CreatedAt)} {Shown.Money(details.Run.CostUsd)}");
        if (RunView.ErrorText(details.Run) is { } error)
        {
            session.Output.Line($"[red]{Shown.Safe(error)}[/]");
        }

        if (details.Output is { } output)
        {
            session.Output.Json(output);
        }
    }

    private static async Task<JsonNode> InputAsync(Session session, string[] pairs, string? file) => (pairs, file) switch
    {
        ({ Length: > 0 }, not null) => throw CliException.Usage("Give the input by -i or by --input, not both."),
        (_, { } path) => RunInput.Parse(await session.ReadAsync(path), $"'{path}'"),
        _ => RunInput.Of(pairs),
    };
}
