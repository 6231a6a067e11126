using System.CommandLine;
using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Agents;

/// <summary><c>agentbus agents</c>.</summary>
internal static class AgentsCommand
{
    public static Command Create(CommandKit kit)
    {
        var agents = new Listing<Agent>(
            ApiJson.Default.PageAgent, ["AGENT", "STATE", "VERSIONS", "WORKERS", "RUNNING", "LAST HOUR", "LAST SEEN"],
            agent =>
            [
                Shown.Safe(agent.Name), agent.Live ? "[green]live[/]" : "[red]gone[/]", Shown.Safe(string.Join(", ", agent.Versions)),
                $"{agent.Workers.Count(worker => worker.Live)}", $"{agent.Running}/{agent.Concurrency}", Shown.Safe(Results(agent)), Shown.Time(agent.LastSeen),
            ],
            "No agent has announced itself.");
        var command = new Command("agents", "Lists agents, their workers and load.");
        kit.Handle(command, (_, session) => agents.ShowAsync(session, "/v1/agents"));
        return command;
    }

    private static string Results(Agent agent) => string.Join(", ", (agent.Results ?? []).Select(results =>
        $"{results.Version}: {results.Succeeded} done, {results.Failed} failed{(results.Circuit == "Closed" ? "" : $", circuit {results.Circuit.ToLowerInvariant()}")}"));
}
