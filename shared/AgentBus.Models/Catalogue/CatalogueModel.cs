namespace AgentBus.Models.Catalogue;

/// <summary>A model callers can name.</summary>
/// <param name="Name">Its name here.</param>
/// <param name="Provider">Name of its provider.</param>
/// <param name="Upstream">The provider's name for it.</param>
/// <param name="Price">What its tokens cost.</param>
/// <param name="ContextWindow">Tokens of prompt and answer together.</param>
/// <param name="MaxOutputTokens">Answer tokens when the caller sets no limit.</param>
/// <param name="Aliases">Its other names.</param>
public sealed record CatalogueModel(
    string Name, string Provider, string Upstream, TokenPrice Price, int ContextWindow, int MaxOutputTokens, IReadOnlyList<string> Aliases);
