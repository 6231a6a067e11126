using System.CommandLine;

namespace AgentBus.Cli.Models;

/// <summary><c>agentbus models</c>.</summary>
internal static class ModelCommands
{
    public static Command Create(CommandKit kit) => new("models", "Evaluates how models are chosen; needs no server.") { EvaluateCommand.Create(kit), CompareCommand.Create(kit) };
}
