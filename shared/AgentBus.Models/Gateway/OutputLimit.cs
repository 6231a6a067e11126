using AgentBus.Models.Catalogue;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Gateway;

/// <summary>Answer tokens of a call: what the caller allows, else the model's default, never past the context window.</summary>
internal static class OutputLimit
{
    public static int Of(CatalogueModel model, ChatOptions options, TokenEstimate prompt) =>
        Math.Clamp(options.MaxOutputTokens ?? model.MaxOutputTokens, 1, Math.Max(1, model.ContextWindow - prompt.Likely));
}
