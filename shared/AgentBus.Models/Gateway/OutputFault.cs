namespace AgentBus.Models.Gateway;

/// <summary>What is wrong with an answer.</summary>
/// <param name="Message">In words for the model.</param>
/// <param name="IsText">Whether it is the text that breaks its schema, which the model can be told.</param>
/// <param name="IsBearable">Whether the caller can still make something of the answer: it has to check a function call in any case.</param>
internal sealed record OutputFault(string Message, bool IsText, bool IsBearable);
