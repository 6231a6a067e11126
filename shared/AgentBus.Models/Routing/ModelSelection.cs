using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;
using AgentBus.Models.Providers;
using AgentBus.Models.Routing.Policies;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Routing;

/// <summary>From the name in a call to the model that takes it: a named model must be able to, <c>auto</c> takes one that is.</summary>
internal sealed class ModelSelection(ModelCatalogue catalogue, ProviderSet providers, IRoutingPolicy policy)
{
    /// <summary>Tokens of an answer, for the likely cost of a call.</summary>
    private const int UsualAnswer = 500;

    public RoutingDecision Choose(ChatCall call)
    {
        if (call.Messages.Count == 0)
        {
            throw new ModelException(new ModelError(ModelErrorCodes.InvalidRequest, 400, "The call has no messages; give at least one."));
        }

        if (call.Model.Equals(ModelCatalogue.Auto, StringComparison.OrdinalIgnoreCase))
        {
            var candidates = Ordered().Select(m => new Candidate(m, Obstacle(m, call)?.Message, Forecast.Unknown with { CostUsd = LikelyCost(m, call) }));
            return policy.Choose(new RoutingCall([.. candidates], Utility.For(Objective.Balanced)));
        }

        var model = catalogue.Find(call.Model) ?? throw Unknown(call.Model);
        return Obstacle(model, call) is { } error ? throw new ModelException(error) : new RoutingDecision(model, "named by the caller");
    }

    /// <summary>Answer tokens of a call: what the caller allows, else the model's default, never past the context window.</summary>
    public static int OutputLimit(CatalogueModel model, ChatCall call) =>
        Math.Clamp(call.Options.MaxOutputTokens ?? model.MaxOutputTokens, 1, Math.Max(1, model.ContextWindow - TokenEstimate.Likely(call.Messages)));

    private static decimal LikelyCost(CatalogueModel model, ChatCall call) => model.Price.Of(new UsageDetails
    {
        InputTokenCount = TokenEstimate.Likely(call.Messages), OutputTokenCount = Math.Min(UsualAnswer, OutputLimit(model, call)),
    });

    private IEnumerable<CatalogueModel> Ordered() =>
        catalogue.Default is { } first ? catalogue.Models.Where(m => m != first).Prepend(first) : catalogue.Models;

    private ModelError? Obstacle(CatalogueModel model, ChatCall call)
    {
        if (!providers[model.Provider].IsReady)
        {
            return new ModelError(ModelErrorCodes.ProviderKey, 503, $"the key of provider '{model.Provider}' is missing; set the variable or file its configuration names");
        }

        var tokens = TokenEstimate.Likely(call.Messages);
        return tokens < model.ContextWindow
            ? null
            : new ModelError(ModelErrorCodes.ContextLength, 400, $"the prompt has about {tokens} tokens and '{model.Name}' takes {model.ContextWindow}; shorten it or take a model with a larger window");
    }

    private ModelException Unknown(string name) => new(new ModelError(
        ModelErrorCodes.UnknownModel, 404, $"There is no model or alias '{name}'. Known are: {string.Join(", ", catalogue.Models.SelectMany(m => m.Aliases.Prepend(m.Name)).Prepend(ModelCatalogue.Auto))}."));
}
