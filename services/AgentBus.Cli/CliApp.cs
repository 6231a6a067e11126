using System.CommandLine;
using System.CommandLine.Help;
using AgentBus.Cli.Agents;
using AgentBus.Cli.Approvals;
using AgentBus.Cli.Budgets;
using AgentBus.Cli.DeadLetters;
using AgentBus.Cli.Definitions;
using AgentBus.Cli.Demo;
using AgentBus.Cli.Events;
using AgentBus.Cli.Jq;
using AgentBus.Cli.Keys;
using AgentBus.Cli.Memory;
using AgentBus.Cli.Models;
using AgentBus.Cli.Parked;
using AgentBus.Cli.Runs;
using AgentBus.Cli.Screen;
using AgentBus.Cli.Up;

namespace AgentBus.Cli;

/// <summary>The command line.</summary>
internal static class CliApp
{
    public static RootCommand Root(Terminal terminal)
    {
        var kit = new CommandKit(terminal);
        var root = new RootCommand($"AgentBus: workflows of AI agents over a message bus.\n\n{ExitCode.Help}")
        {
            kit.Url, kit.Key, kit.Json,
            UpCommand.Create(kit),
            RunCommand.Create(kit),
            RunsCommand.Create(kit),
            ShowCommand.Create(kit),
            HistoryCommand.Create(kit),
            PlanCommand.Create(kit),
            CancelCommand.Create(kit),
            ControlCommands.Pause(kit),
            ControlCommands.Resume(kit),
            ControlCommands.Retry(kit),
            ControlCommands.Restart(kit),
            ControlCommands.Complete(kit),
            ControlCommands.Skip(kit),
            StuckCommand.Create(kit),
            DeadLetterCommands.Create(kit),
            ParkedCommands.Create(kit),
            ApprovalCommands.List(kit),
            ApprovalCommands.Decide(kit, "approve"),
            ApprovalCommands.Decide(kit, "deny"),
            AgentsCommand.Create(kit),
            DefinitionCommands.Create(kit),
            EventCommands.Create(kit),
            EventCommands.Signal(kit),
            BudgetCommands.Create(kit),
            MemoryCommands.Create(kit),
            KeyCommands.Create(kit),
            ModelCommands.Create(kit),
            JqCommand.Create(kit),
            DemoCommand.Create(kit),
        };
        return root;
    }

    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellationToken)
    {
        // A filter such as '@text' is no file of further arguments.
        var parse = Root(terminal).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.Errors.Count > 0 && parse.Action is not HelpAction)
        {
            foreach (var error in parse.Errors)
            {
                await terminal.Error.WriteLineAsync($"agentbus: {Shown.Printable(ArgumentFault.InWords(error.Message))}");
            }

            var path = string.Join(' ', Names(parse.CommandResult.Command));
            await terminal.Error.WriteLineAsync($"See: {path} --help");
            return ExitCode.Usage;
        }

        return await parse.InvokeAsync(
            new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(40),
            },
            cancellationToken);
    }

    private static IEnumerable<string> Names(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? Names(parent).Append(command.Name) : ["agentbus"];
}
