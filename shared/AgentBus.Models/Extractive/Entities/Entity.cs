namespace AgentBus.Models.Extractive.Entities;

/// <summary>Something a text names.</summary>
/// <param name="Text">As written first.</param>
/// <param name="Kind"><c>name</c>, <c>number</c>, <c>date</c>, <c>url</c> or <c>acronym</c>.</param>
/// <param name="PassageId">Passage of its first mention.</param>
/// <param name="Count">Mentions over all passages.</param>
internal sealed record Entity(string Text, string Kind, string? PassageId, int Count);
