namespace AgentBus.Orchestrator.Calls.Http;

/// <summary>More came than is taken.</summary>
internal sealed class AnswerTooLargeException(int most) : IOException(
    $"The answer is too large: more than {most:N0} bytes (Calls:MaxBodyBytes). Ask the service for less.");
