using System.CommandLine;

namespace AgentBus.Cli.Up;

/// <summary><c>agentbus up</c>: the whole of AgentBus in one child process.</summary>
internal static class UpCommand
{
    public static Command Create(CommandKit kit)
    {
        var data = new Option<string>("--data") { Description = "Folder of the store, the index and the outputs.", DefaultValueFactory = _ => "./data" };
        var urls = new Option<string>("--urls") { Description = "Where to listen.", DefaultValueFactory = _ => "http://127.0.0.1:8080" };
        var command = new Command("up", "Starts AgentBus on this machine, with nothing installed: every service in one process.") { data, urls };
        kit.Handle(command, (parse, session) => StandaloneProcess.RunAsync(
            StandaloneProcess.Find(session.Terminal, AppContext.BaseDirectory),
            [$"--data={session.Full(parse.GetValue(data)!)}", $"--urls={parse.GetValue(urls)}"],
            session.Cancelled));
        return command;
    }
}
