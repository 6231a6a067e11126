using System.CommandLine;
using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Agents;

/// <summary><c>agentbus agents</c>.</summary>
internal static class AgentsCommand
{
    public static Command Create(CommandKit kit)
    {
        var command = new Command("agents", "Lists agents, their workers and load.");
        kit.Handle(command, async (_, session) =>
        {
            var answer = await session.Api.GetAsync("/v1/agents", session.Cancelled);
            if (session.Output.IsJson)
            {
                session.Output.Json(answer.Json);
                return ExitCode.Success;
            }

            session.Output.Table(
                ["AGENT", "STATE", "VERSIONS", "WORKERS", "RUNNING", "LAST HOUR", "LAST SEEN"],
                answer.As(ApiJson.Default.PageAgent).Items.Select(agent => (IReadOnlyList<string>)
                [
                    Shown.Safe(agent.Name), agent.Live ? "[green]live[/]" : "[red]gone[/]", Shown.Safe(string.Join(", ", agent.Versions)),
                    $"{agent.Workers.Count(worker => worker.Live)}", $"{agent.Running}/{agent.Concurrency}", Shown.Safe(Results(agent)), Shown.Time(agent.LastSeen),
                ]),
                "No agent has announced itself.");
            return ExitCode.Success;
        });
        return command;
    }

    private static string Results(Agent agent) => string.Join(", ", (agent.Results ?? []).Select(results =>
        $"{results.Version}: {results.Succeeded} done, {results.Failed} failed{(results.Circuit == "Closed" ? "" : $", circuit {results.Circuit.ToLowerInvariant()}")}"));
}
