using AgentBus.Models.Budgets;
using AgentBus.Models.Extractive;
using AgentBus.Models.Routing;
using Microsoft.Extensions.Options;

namespace AgentBus.Models.Catalogue;

/// <summary>Finds everything that is wrong with the configuration, at start and at once.</summary>
internal sealed class ModelsOptionsValidator(IEnumerable<IRoutingPolicy> policies) : IValidateOptions<ModelsOptions>
{
    /// <summary>A dollar a token: what is above is a slip, and no ledger holds what a call would cost.</summary>
    private const decimal MostUsdPerMillion = 1_000_000m;

    public ValidateOptionsResult Validate(string? name, ModelsOptions options)
    {
        string[] errors =
        [
            .. options.Unreadable, .. Judged(options).Where(error => !options.UnreadableAt.Any(at => error.StartsWith($"{at}:", StringComparison.OrdinalIgnoreCase))),
        ];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private IEnumerable<string> Judged(ModelsOptions options) =>
        [
            .. options.Providers.SelectMany(p => Provider(p).Concat(ProviderLimits.Errors($"Models:Providers:{p.Key}", p.Value))),
            .. options.Models.SelectMany(m => Model(m, options)), .. Names(options), .. Tiers(options),
            .. Named("Default", options.Default, options), .. Named("LastResort", options.LastResort, options), .. General(options), .. options.Pacing.Errors(options.Policy), .. BudgetOptionsCheck.Errors(options.Budgets),
            .. options.Cache.Errors(), .. options.MicroBatch.Errors(), .. options.Defer.Errors(),
        ];

    private static IEnumerable<string> Provider(KeyValuePair<string, ProviderOptions> entry)
    {
        var (at, provider) = ($"Models:Providers:{entry.Key}", entry.Value);
        if (entry.Key.Equals(ExtractiveProvider.ProviderName, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{at}: this name belongs to the built-in provider; choose another.";
        }

        if (provider.Kind == ProviderKind.None)
        {
            yield return $"{at}:Kind is missing; give OpenAI, Anthropic or Simulated.";
        }

        if (provider.BaseUrl is { } url && !(url.IsAbsoluteUri && url.Scheme is "http" or "https" && url.UserInfo.Length == 0))
        {
            yield return $"{at}:BaseUrl must be an absolute http or https address without user or password.";
        }

        if (provider.ApiKeyEnv is not null && provider.ApiKeyFile is not null)
        {
            yield return $"{at}: give ApiKeyEnv or ApiKeyFile, not both.";
        }
    }

    private static IEnumerable<string> Model(KeyValuePair<string, ModelOptions> entry, ModelsOptions options)
    {
        var (at, model) = ($"Models:Models:{entry.Key}", entry.Value);
        if (!options.Providers.ContainsKey(model.Provider))
        {
            yield return $"{at}:Provider is '{model.Provider}'; configured are: {(options.Providers.Count == 0 ? "none" : string.Join(", ", options.Providers.Keys))}.";
        }

        if (new[] { model.InputUsdPerMillion, model.OutputUsdPerMillion, model.CachedInputUsdPerMillion ?? 0 }.Any(price => price is < 0 or > MostUsdPerMillion))
        {
            yield return $"{at}: a price is negative or over {MostUsdPerMillion}; give US dollars per million tokens, 0 or more.";
        }

        if (model.BatchInputUsdPerMillion < 0 || model.BatchOutputUsdPerMillion < 0 || new[] { model.BatchServiceTier is null, model.BatchInputUsdPerMillion is null, model.BatchOutputUsdPerMillion is null }.Distinct().Count() > 1)
        {
            yield return $"{at}: give BatchServiceTier, BatchInputUsdPerMillion and BatchOutputUsdPerMillion together, prices of 0 or more, or none of them.";
        }

        if (model.Quality is not (>= 0 and <= 1))
        {
            yield return $"{at}:Quality is {model.Quality}; give 0 to 1.";
        }

        if (model.MaxConcurrency < 0 || model.MaxWaiting < 0 || model.RequestsPerMinute < 0 || model.TokensPerMinute < 0 || model.ExpectedLatency < TimeSpan.Zero)
        {
            yield return $"{at}: MaxConcurrency, MaxWaiting, RequestsPerMinute, TokensPerMinute or ExpectedLatency is negative; give 0 or more.";
        }

        if (model.Modalities.Except(["image", "audio"], StringComparer.OrdinalIgnoreCase).ToList() is { Count: > 0 } unknown)
        {
            yield return $"{at}:Modalities has {string.Join(", ", unknown)}; beside text there are image and audio.";
        }

        if (model.ContextWindow < 1 || model.MaxOutputTokens < 1 || model.MaxOutputTokens > model.ContextWindow)
        {
            yield return $"{at}: ContextWindow is {model.ContextWindow} and MaxOutputTokens {model.MaxOutputTokens}; both must be positive and the second no more than the first.";
        }
    }

    private static IEnumerable<string> Names(ModelsOptions options) =>
        options.Models.SelectMany(m => m.Value.Aliases.Prepend(m.Value.Name ?? m.Key))
            .Concat([ModelCatalogue.Auto, ExtractiveProvider.ProviderName])
            .GroupBy(n => n, StringComparer.OrdinalIgnoreCase)
            .Where(g => g.Count() > 1)
            .Select(g => $"Models:Models: the name or alias '{g.Key}' is given {g.Count()} times ('{ModelCatalogue.Auto}' and '{ExtractiveProvider.ProviderName}' are built in); each may stand for one model.");

    private static IEnumerable<string> Tiers(ModelsOptions options)
    {
        var names = options.Models.SelectMany(m => m.Value.Aliases.Prepend(m.Value.Name ?? m.Key)).Concat([ModelCatalogue.Auto, ExtractiveProvider.ProviderName]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return options.Models.Where(m => m.Value.Tier is { } tier && names.Contains(tier))
            .Select(m => $"Models:Models:{m.Key}:Tier is '{m.Value.Tier}', which is the name or alias of a model; choose another.");
    }

    private static IEnumerable<string> Named(string setting, string? name, ModelsOptions options)
    {
        if (name is not null && name != ExtractiveProvider.ProviderName
            && !options.Models.Any(m => m.Value.Aliases.Prepend(m.Value.Name ?? m.Key).Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            yield return $"Models:{setting} is '{name}'; no model under Models:Models has that name or alias.";
        }
    }

    private IEnumerable<string> General(ModelsOptions options)
    {
        if (options.Policy is { } policy && !policies.Any(p => p.Name.Equals(policy, StringComparison.OrdinalIgnoreCase)))
        {
            yield return $"Models:Policy is '{policy}'; give {string.Join(", ", policies.Select(p => p.Name))}.";
        }

        if (options.SuccessUsd is not (> 0 and <= 1_000_000))
        {
            yield return $"Models:SuccessUsd is {options.SuccessUsd}; give US dollars over 0, at most 1000000.";
        }

        if (options.ExplorationCost is not (>= 0 and <= 0.1))
        {
            yield return $"Models:ExplorationCost is {options.ExplorationCost}; give 0 to 0.1.";
        }

        if (options.MaxEscalations is < 0 or > 10)
        {
            yield return $"Models:MaxEscalations is {options.MaxEscalations}; give 0 to 10.";
        }

        if (options.HedgeAfter is { } hedge && (hedge < TimeSpan.FromMilliseconds(10) || hedge > TimeSpan.FromMinutes(10)))
        {
            yield return $"Models:HedgeAfter is {hedge}; give 10 ms to 10 min.";
        }
    }
}
