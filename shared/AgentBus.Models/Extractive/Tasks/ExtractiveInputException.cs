namespace AgentBus.Models.Extractive.Tasks;

/// <summary>The input of an extractive task is not what the task takes; the message says which member and what it should be.</summary>
internal sealed class ExtractiveInputException(string message) : Exception(message);
