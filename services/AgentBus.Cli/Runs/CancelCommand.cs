using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;

namespace AgentBus.Cli.Runs;

/// <summary><c>agentbus cancel</c>.</summary>
internal static class CancelCommand
{
    public static Command Create(CommandKit kit)
    {
        var run = IdArgument.Run();
        var reason = new Option<string?>("--reason") { Description = "Why, for the history." };
        var keep = new Option<bool>("--no-compensation") { Description = "Do not compensate completed steps." };
        var command = new Command("cancel", "Cancels a run.") { run, reason, keep };
        kit.Handle(command, async (parse, session) =>
        {
            var body = new JsonObject { ["reason"] = parse.GetValue(reason), ["compensate"] = !parse.GetValue(keep) };
            var answer = await session.Api.PostAsync(
                $"/v1/runs/{parse.GetValue(run)}/cancel", Encoding.UTF8.GetBytes(body.ToJsonString()), session.Cancelled);
            if (session.Output.IsJson)
            {
                session.Output.Json(answer.Json);
            }
            else
            {
                session.Output.Note($"Asked to cancel {parse.GetValue(run)}.");
            }

            return ExitCode.Success;
        });
        return command;
    }
}
