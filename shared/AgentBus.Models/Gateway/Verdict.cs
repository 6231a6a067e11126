using AgentBus.Models.Catalogue;

namespace AgentBus.Models.Gateway;

/// <summary>The one error of a call that several models could not take: it says of each why, and when to come again where waiting helps.</summary>
internal static class Verdict
{
    private const int MostShown = 8;

    public static ModelError Of(IReadOnlyList<(CatalogueModel Model, ModelError Error)> failures, ModelError otherwise)
    {
        if (failures.Select(f => f.Model.Name).Distinct(StringComparer.Ordinal).Count() <= 1)
        {
            return failures.Count > 0 ? failures[^1].Error : otherwise;
        }

        var errors = failures.Select(f => f.Error).ToList();
        var said = string.Join("; ", failures.Take(MostShown).Select(f => $"{f.Model.Name}: {f.Error.Message.TrimEnd('.')}"))
            + (failures.Count > MostShown ? $"; and {failures.Count - MostShown} more" : "");
        var wait = errors.Where(e => e.IsTransient && e.RetryAfter is not null).Select(e => e.RetryAfter).Min();
        return errors switch
        {
            _ when errors.Exists(e => e.Code == ModelErrorCodes.RateLimited) =>
                new ModelError(ModelErrorCodes.RateLimited, 429, $"No model can take the call before its rate limit is over: {said}.", wait),
            _ when errors.Exists(e => e.IsTransient) =>
                new ModelError(ModelErrorCodes.AllModelsDown, 503, $"No model that could take the call is up; come again later or configure Models:LastResort: {said}.", wait),
            _ when errors.Exists(e => e.Code == ModelErrorCodes.BudgetExceeded) => new ModelError(ModelErrorCodes.BudgetExceeded, 402, $"No model that could take the call fits the budget: {said}."),
            _ when errors.TrueForAll(e => e.Code == errors[0].Code) => errors[0] with { Message = $"No model can take the call: {said}." },
            _ => new ModelError(ModelErrorCodes.NoEligibleModel, 400, $"No model can take the call: {said}."),
        };
    }
}
