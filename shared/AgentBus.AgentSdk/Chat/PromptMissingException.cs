namespace AgentBus.AgentSdk.Chat;

/// <summary>A prompt file is not there; the message names it.</summary>
public sealed class PromptMissingException(string message) : Exception(message);
