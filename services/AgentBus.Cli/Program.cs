using AgentBus.Cli;
using AgentBus.Cli.Screen;

return await CliApp.RunAsync(args, Terminal.System(), CancellationToken.None);
