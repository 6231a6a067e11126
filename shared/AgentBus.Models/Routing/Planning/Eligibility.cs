using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Routing.Planning;

/// <summary>Whether a model can take a call at all: by what it is, what the caller asks and what is left, not by how well it would.</summary>
internal static class Eligibility
{
    /// <summary>Why not, for good; null when it can.</summary>
    public static ModelError? Obstacle(CatalogueModel model, bool isReady, CallState state, Expectation expected, TimeSpan? timeLeft) =>
        Key(model, isReady) ?? Context(model, state.Prompt) ?? Abilities(model, state.Call) ?? Data(model, state.Call.Hints) ?? Budget(model, state.Call.Hints, expected) ?? Deadline(model, timeLeft, expected);

    /// <summary>What a caller that leaves the choice to the gateway asks besides; one that names a model has made that choice.</summary>
    public static ModelError? Wish(CatalogueModel model, CallHints hints, Expectation expected, CatalogueModel? tooWeak, double tooWeakQuality)
    {
        if (hints.MinQuality is { } least && expected.Quality.Mean < least)
        {
            return No($"its expected quality {expected.Quality.Mean:0.00} is below {least:0.00}");
        }

        return tooWeak is not null && !Strength.IsStronger(model, expected.Quality.Mean, tooWeak, tooWeakQuality) ? No($"it is not stronger than '{tooWeak.Name}'") : null;
    }

    private static ModelError? Key(CatalogueModel model, bool isReady) => isReady
        ? null
        : new ModelError(ModelErrorCodes.ProviderKey, 503, $"the key of provider '{model.Provider}' is missing; set the variable or file its configuration names");

    private static ModelError? Context(CatalogueModel model, TokenEstimate prompt) => prompt.Likely < model.ContextWindow
        ? null
        : new ModelError(ModelErrorCodes.ContextLength, 400, $"the prompt has about {prompt.Likely} tokens and '{model.Name}' takes {model.ContextWindow}; shorten it or take a model with a larger window");

    private static ModelError? Abilities(CatalogueModel model, ChatCall call)
    {
        if (call.Options.Tools is { Count: > 0 } && call.Options.ToolMode is not NoneChatToolMode && !model.Tools)
        {
            return No($"'{model.Name}' calls no tools; take a model that does or leave the tools out");
        }

        var missing = call.Messages.SelectMany(m => m.Contents).Select(Modality).FirstOrDefault(m => m is not null && !model.Modalities.Contains(m));
        return missing is null ? null : No($"'{model.Name}' takes no {missing}; take a model whose Modalities has it");
    }

    private static ModelError? Data(CatalogueModel model, CallHints hints) => hints.DataPolicy.Obstacle(model.IsLocal, model.Region) is { } why ? No(why) : null;

    private static ModelError? Budget(CatalogueModel model, CallHints hints, Expectation expected) => expected.MaxCostUsd <= (hints.MaxCostUsd ?? decimal.MaxValue)
        ? null
        : new ModelError(ModelErrorCodes.BudgetExceeded, 402, $"'{model.Name}' could cost {expected.MaxCostUsd:0.######} USD and {HintNames.MaxCostUsd} is {hints.MaxCostUsd:0.######}; raise it, shorten the prompt, lower max_tokens or allow a cheaper model");

    private static ModelError? Deadline(CatalogueModel model, TimeSpan? timeLeft, Expectation expected) =>
        timeLeft <= TimeSpan.Zero ? new ModelError(ModelErrorCodes.DeadlineExceeded, 408, $"the deadline passed {-timeLeft.Value.TotalSeconds:0.###} s ago")
        : expected.Latency > timeLeft ? new ModelError(ModelErrorCodes.DeadlineExceeded, 408, $"'{model.Name}' answers 95 % within {expected.Latency.Value.TotalSeconds:0.###} s and the deadline is in {timeLeft.Value.TotalSeconds:0.###} s")
        : null;

    private static string? Modality(AIContent content) => content switch
    {
        DataContent data when data.HasTopLevelMediaType("audio") => "audio",
        DataContent or UriContent => "image",
        _ => null,
    };

    private static ModelError No(string why) => new(ModelErrorCodes.NoEligibleModel, 400, why);
}
