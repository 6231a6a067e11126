using System.Text.Json;
using AgentBus.Models.Gateway;

namespace AgentBus.Models.Providers;

/// <summary>Faults of a provider that no HTTP status tells.</summary>
internal static class ProviderFault
{
    /// <summary>Where the connection never stood, nothing ran there.</summary>
    public static ModelException Unreachable(string provider, Exception inner) =>
        new(new ModelError(ModelErrorCodes.ProviderUnavailable, 503, $"Provider '{provider}' cannot be reached or broke off: {inner.Message.TrimEnd('.')}. Try again later or take another model."), inner)
        {
            MayHaveRun = inner is not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError },
        };

    public static ModelException Truncated(string provider, Exception? inner = null) =>
        new(new ModelError(ModelErrorCodes.AnswerTruncated, 502, $"The answer of provider '{provider}' broke off in the middle{(inner is null ? "" : $": {inner.Message}")}. Ask again."), inner) { MayHaveRun = true };

    public static ModelException Late(string provider, TimeSpan limit, Exception inner) =>
        new(new ModelError(ModelErrorCodes.ProviderTimeout, 504, $"Provider '{provider}' did not answer within {limit.TotalSeconds:0.###} s; raise its Timeout or take a faster model."), inner) { MayHaveRun = true };

    /// <summary>Not JSON, text that is not Unicode, or members of another form than a completion has; the last would else be told as a fault of the request.</summary>
    public static bool IsGarbage(Exception e) => e is JsonException or InvalidOperationException or ModelException { Error.Code: ModelErrorCodes.InvalidRequest };

    public static ModelException Garbage(string provider, Exception? inner) =>
        new(new ModelError(ModelErrorCodes.ProviderGarbage, 502, $"Provider '{provider}' answered something that is no chat completion{(inner is null ? "" : $": {inner.Message.TrimEnd('.')}")}. Check its BaseUrl and Kind."), inner);

    public static ModelException KeyMissing(string provider) =>
        new(new ModelError(ModelErrorCodes.ProviderKey, 503, $"The key of provider '{provider}' is missing or not one word on one line; set the variable or file its configuration names."));
}
