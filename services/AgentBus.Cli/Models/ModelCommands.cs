using System.CommandLine;

namespace AgentBus.Cli.Models;

/// <summary><c>agentbus models</c>.</summary>
internal static class ModelCommands
{
    public static Command Create(CommandKit kit)
    {
        var access = new ModelAccess();
        var command = new Command("models", "Shows the models with their prices, how each is, and what was spent on it; asks them, and tells why one was chosen.")
        {
            AskCommand.Create(kit, access), WhyCommand.Create(kit, access), DecisionsCommand.Create(kit, access), EvaluateCommand.Create(kit), CompareCommand.Create(kit),
        };
        ModelsList.AddTo(command, kit, access);
        return command;
    }
}
