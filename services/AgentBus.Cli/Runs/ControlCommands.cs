using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;

namespace AgentBus.Cli.Runs;

/// <summary><c>agentbus pause</c>, <c>resume</c>, <c>retry</c>, <c>restart</c>, <c>complete</c> and <c>skip</c>.</summary>
internal static class ControlCommands
{
    public static Command Pause(CommandKit kit) => Simple(kit, "pause", "Pauses a run: nothing new is sent; what comes is kept.");

    public static Command Resume(CommandKit kit) => Simple(kit, "resume", "Resumes a paused run and its parked steps.");

    public static Command Retry(CommandKit kit)
    {
        var (run, reason) = (IdArgument.Run(), Reason());
        var step = new Option<string?>("--step") { Description = "Only this step, by its id; left out = all that failed or is parked." };
        var command = new Command("retry", "Tries again what failed: the failed step of a run, parked steps, failed compensations.") { run, step, reason };
        kit.Handle(command, (parse, session) => SendAsync(
            session, parse.GetValue(run), "retry", new JsonObject { ["step"] = parse.GetValue(step), ["reason"] = parse.GetValue(reason) }));
        return command;
    }

    public static Command Restart(CommandKit kit)
    {
        var (run, reason) = (IdArgument.Run(), Reason());
        var from = new Option<string>("--from") { Description = "Path of a task, such as /do/2/check, or id of a step.", Required = true };
        var command = new Command("restart", "Has a run go on from an earlier task, with the input it had then.") { run, from, reason };
        kit.Handle(command, (parse, session) => SendAsync(
            session, parse.GetValue(run), "restart", new JsonObject { ["from"] = parse.GetValue(from), ["reason"] = parse.GetValue(reason) }));
        return command;
    }

    public static Command Complete(CommandKit kit) => ByHand(kit, "complete", "Completes an open step, or a failed compensation, by hand.", isOutputNeeded: true);

    public static Command Skip(CommandKit kit) => ByHand(kit, "skip", "Has a run go on without an open step, or leaves a failed compensation.", isOutputNeeded: false);

    private static Command Simple(CommandKit kit, string name, string description)
    {
        var (run, reason) = (IdArgument.Run(), Reason());
        var command = new Command(name, description) { run, reason };
        kit.Handle(command, (parse, session) => SendAsync(session, parse.GetValue(run), name, new JsonObject { ["reason"] = parse.GetValue(reason) }));
        return command;
    }

    private static Command ByHand(CommandKit kit, string name, string description, bool isOutputNeeded)
    {
        var (run, reason) = (IdArgument.Run(), Reason());
        var step = new Option<string>("--step") { Description = "The step's id, or its task's path where only one is open.", Required = true };
        var output = new Option<string?>("--output")
        {
            Description = isOutputNeeded ? "The step's output as JSON." : "What the next task gets, as JSON; left out = the step's input.", Required = isOutputNeeded,
        };
        var command = new Command(name, description) { run, step, output, reason };
        kit.Handle(command, (parse, session) =>
        {
            var body = new JsonObject { ["reason"] = parse.GetValue(reason) };
            if (parse.GetValue(output) is { } text)
            {
                body["output"] = RunInput.Parse(text, "--output");
            }

            return SendAsync(session, parse.GetValue(run), $"steps/{Uri.EscapeDataString(parse.GetValue(step)!)}/{name}", body);
        });
        return command;
    }

    private static Option<string?> Reason() => new("--reason") { Description = "Why, for the history." };

    private static async Task<int> SendAsync(Session session, Guid run, string what, JsonObject body)
    {
        var answer = await session.Api.PostAsync($"/v1/runs/{run}/{what}", Encoding.UTF8.GetBytes(body.ToJsonString()), session.Cancelled);
        if (session.Output.IsJson)
        {
            session.Output.Json(answer.Json);
        }
        else
        {
            session.Output.Note($"Asked run {run} to {what.Split('/')[^1]}. Look with: agentbus show {run}");
        }

        return ExitCode.Success;
    }
}
