using AgentBus.Models.Gateway;

namespace AgentBus.Models.Providers;

/// <summary>Faults of a provider that no HTTP status tells.</summary>
internal static class ProviderFault
{
    public static ModelException Unreachable(string provider, Exception inner) =>
        new(new ModelError(ModelErrorCodes.ProviderUnavailable, 503, $"Provider '{provider}' cannot be reached or broke off: {inner.Message}"), inner);

    public static ModelException Garbage(string provider, Exception? inner) =>
        new(new ModelError(ModelErrorCodes.ProviderGarbage, 502, $"Provider '{provider}' answered something that is no chat completion{(inner is null ? "" : $": {inner.Message}")}. Check its BaseUrl and Kind."), inner);

    public static ModelException KeyMissing(string provider) =>
        new(new ModelError(ModelErrorCodes.ProviderKey, 503, $"The key of provider '{provider}' is missing; set the variable or file its configuration names."));
}
