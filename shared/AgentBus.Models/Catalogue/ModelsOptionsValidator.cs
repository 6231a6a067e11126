using AgentBus.Models.Extractive;
using AgentBus.Models.Routing.Policies;
using Microsoft.Extensions.Options;

namespace AgentBus.Models.Catalogue;

/// <summary>Finds everything that is wrong with the configuration, at start and at once.</summary>
internal sealed class ModelsOptionsValidator : IValidateOptions<ModelsOptions>
{
    public ValidateOptionsResult Validate(string? name, ModelsOptions options)
    {
        string[] errors = [.. options.Providers.SelectMany(Provider), .. options.Models.SelectMany(m => Model(m, options)), .. Names(options), .. Default(options), .. Routing(options.Routing)];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Provider(KeyValuePair<string, ProviderOptions> entry)
    {
        var (at, provider) = ($"Models:Providers:{entry.Key}", entry.Value);
        if (entry.Key.Equals(ExtractiveProvider.ProviderName, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{at}: this name belongs to the built-in provider; choose another.";
        }

        if (provider.Kind == ProviderKind.None)
        {
            yield return $"{at}:Kind is missing; give OpenAI or Anthropic.";
        }

        if (provider.BaseUrl is { } url && !(url.IsAbsoluteUri && url.Scheme is "http" or "https" && url.UserInfo.Length == 0))
        {
            yield return $"{at}:BaseUrl must be an absolute http or https address without user or password.";
        }

        if (provider.ApiKeyEnv is not null && provider.ApiKeyFile is not null)
        {
            yield return $"{at}: give ApiKeyEnv or ApiKeyFile, not both.";
        }

        if (provider.Timeout < TimeSpan.FromSeconds(1) || provider.Timeout > TimeSpan.FromHours(2))
        {
            yield return $"{at}:Timeout is {provider.Timeout}; give 1 s to 2 h.";
        }

        if (provider.Retries is < 0 or > 10)
        {
            yield return $"{at}:Retries is {provider.Retries}; give 0 to 10.";
        }

        if (provider.MaxRetryAfter < TimeSpan.Zero || provider.MaxRetryAfter > TimeSpan.FromMinutes(5))
        {
            yield return $"{at}:MaxRetryAfter is {provider.MaxRetryAfter}; give 0 to 5 min.";
        }
    }

    private static IEnumerable<string> Model(KeyValuePair<string, ModelOptions> entry, ModelsOptions options)
    {
        var (at, model) = ($"Models:Models:{entry.Key}", entry.Value);
        if (!options.Providers.ContainsKey(model.Provider))
        {
            yield return $"{at}:Provider is '{model.Provider}'; configured are: {(options.Providers.Count == 0 ? "none" : string.Join(", ", options.Providers.Keys))}.";
        }

        if (model.InputUsdPerMillion < 0 || model.OutputUsdPerMillion < 0 || model.CachedInputUsdPerMillion < 0)
        {
            yield return $"{at}: a price is negative; give US dollars per million tokens, 0 or more.";
        }

        if (model.ContextWindow < 1 || model.MaxOutputTokens < 1 || model.MaxOutputTokens > model.ContextWindow)
        {
            yield return $"{at}: ContextWindow is {model.ContextWindow} and MaxOutputTokens {model.MaxOutputTokens}; both must be positive and the second no more than the first.";
        }
    }

    private static IEnumerable<string> Routing(RoutingOptions routing)
    {
        if (!RoutingPolicies.Names.Contains(routing.Policy, StringComparer.OrdinalIgnoreCase))
        {
            yield return $"Models:Routing:Policy is '{routing.Policy}'; give one of {string.Join(", ", RoutingPolicies.Names)}.";
        }

        if (routing.ExplorationCost is not (>= 0 and <= 0.1))
        {
            yield return $"Models:Routing:ExplorationCost is {routing.ExplorationCost}; give 0 to 0.1.";
        }

        if (routing.SuccessUsd is not (> 0 and <= 1_000_000))
        {
            yield return $"Models:Routing:SuccessUsd is {routing.SuccessUsd}; give US dollars over 0.";
        }
    }

    private static IEnumerable<string> Names(ModelsOptions options) =>
        options.Models.SelectMany(m => m.Value.Aliases.Prepend(m.Value.Name ?? m.Key))
            .Concat([ModelCatalogue.Auto, ExtractiveProvider.ProviderName])
            .GroupBy(n => n, StringComparer.OrdinalIgnoreCase)
            .Where(g => g.Count() > 1)
            .Select(g => $"Models:Models: the name or alias '{g.Key}' is given {g.Count()} times ('{ModelCatalogue.Auto}' and '{ExtractiveProvider.ProviderName}' are built in); each may stand for one model.");

    private static IEnumerable<string> Default(ModelsOptions options)
    {
        if (options.Default is { } name && name != ExtractiveProvider.ProviderName
            && !options.Models.Any(m => m.Value.Aliases.Prepend(m.Value.Name ?? m.Key).Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            yield return $"Models:Default is '{name}'; no model under Models:Models has that name or alias.";
        }
    }
}
