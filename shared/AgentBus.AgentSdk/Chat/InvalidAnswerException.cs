namespace AgentBus.AgentSdk.Chat;

/// <summary>A model answered twice what does not fit; the attempt ends as <c>invalidOutput</c> with this message.</summary>
public sealed class InvalidAnswerException(string message, Exception? innerException = null) : Exception(message, innerException);
