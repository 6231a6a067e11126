using System.CommandLine;
using AgentBus.Cli.Api;

namespace AgentBus.Cli.Runs;

/// <summary><c>agentbus show</c>.</summary>
internal static class ShowCommand
{
    public static Command Create(CommandKit kit)
    {
        var run = IdArgument.Run();
        var wait = new Option<bool>("--wait") { Description = "Wait for the end and show the steps meanwhile." };
        var command = new Command("show", "Shows a run: its steps, output, error and what it waits for.") { run, wait };
        kit.Handle(command, async (parse, session) =>
        {
            var id = parse.GetValue(run);
            if (parse.GetValue(wait))
            {
                return await RunCommand.WaitAsync(session, id);
            }

            var answer = await session.Api.GetAsync($"/v1/runs/{id}", session.Cancelled);
            if (session.Output.IsJson)
            {
                session.Output.Json(answer.Json);
                return ExitCode.Success;
            }

            var details = answer.As(ApiJson.Default.RunDetails);
            session.Output.Ansi.Write(RunView.Of(details, session.Terminal.Clock.GetUtcNow()));
            if (details.Output is { } output)
            {
                session.Output.Json(output);
            }
            else if (details.OutputUrl is { } url)
            {
                session.Output.Note($"The output is large; it lies at {new Uri(session.Api.Url, url)}");
            }

            return ExitCode.Success;
        });
        return command;
    }
}
