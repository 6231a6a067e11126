using System.Net;
using System.Text.Json;
using AgentBus.Models.Gateway;
using AgentBus.Models.Wire;

namespace AgentBus.Models.Providers;

/// <summary>Turns a provider's HTTP errors into <see cref="ModelException"/>s, the same for every vendor and before a vendor's client can hide the retry-after.</summary>
internal sealed class ProviderErrors(string provider, ProviderKey key, TimeProvider time) : DelegatingHandler
{
    private const int MaxBody = 64 * 1024;

    /// <summary>A header that says more would take a model out for good; after a day it is asked again.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    private static readonly string[] QuotaWords = ["credit balance is too low", "usage limit", "insufficient_quota"];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw ProviderFault.Unreachable(provider, e);
        }

        if (response.IsSuccessStatusCode)
        {
            return await BoundedStream.LimitAsync(response, cancellationToken);
        }

        using (response)
        {
            throw new ModelException(Error(response, await BodyAsync(response, cancellationToken)))
            {
                // A proxy gave up waiting; whether the model did is not known.
                MayHaveRun = response.StatusCode is HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout,
            };
        }
    }

    private ModelError Error(HttpResponseMessage response, WireError? body)
    {
        var status = (int)response.StatusCode;
        var code = body?.Code is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        var said = ProviderWords.After(body?.Message, key);
        return response.StatusCode switch
        {
            _ when IsQuota(response.StatusCode, code, body) => new ModelError(ModelErrorCodes.ProviderQuota, 402, $"The quota of provider '{provider}' is used up{said}. Add credit there or take another model.", Reset(response)),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                new ModelError(ModelErrorCodes.ProviderKey, 502, $"Provider '{provider}' refused its key ({status}); check the variable or file its configuration names."),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest =>
                new ModelError(ModelErrorCodes.ProviderGarbage, 502, $"Provider '{provider}' sends calls elsewhere ({status}), which is not followed since it would carry the key there. Give its final address as BaseUrl."),
            HttpStatusCode.TooManyRequests => new ModelError(ModelErrorCodes.RateLimited, 429, $"Provider '{provider}' limits the rate of calls{said}. Come again later or take another model.", RetryAfter(response)),
            HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or >= HttpStatusCode.InternalServerError =>
                new ModelError(ModelErrorCodes.ProviderUnavailable, 503, $"Provider '{provider}' failed with {status}{said}. Try again later or take another model.", RetryAfter(response)),
            _ when code == ModelErrorCodes.ContextLength => new ModelError(ModelErrorCodes.ContextLength, 400, $"The prompt is too long for provider '{provider}'{said}. Shorten it or take a model with a larger window."),
            _ => new ModelError(ModelErrorCodes.ProviderRefused, 400, $"Provider '{provider}' refused the request with {status}{said}. Change the request, or take another model."),
        };
    }

    /// <summary>Vendors say it with 402, with 429 and a code of its own, or with 400 or 403 and in words.</summary>
    private static bool IsQuota(HttpStatusCode status, string? code, WireError? body) => status switch
    {
        HttpStatusCode.PaymentRequired => true,
        HttpStatusCode.TooManyRequests => code == "insufficient_quota",
        HttpStatusCode.BadRequest or HttpStatusCode.Forbidden => body?.Type == "billing_error" || QuotaWords.Any(w => body?.Message?.Contains(w, StringComparison.OrdinalIgnoreCase) == true),
        _ => false,
    };

    /// <summary>A retry-after of 0 says nothing of when there is credit again.</summary>
    private TimeSpan? Reset(HttpResponseMessage response) => RetryAfter(response) is { } wait && wait > TimeSpan.Zero ? wait : null;

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait;
    }

    private static async Task<WireError?> BodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxBody, cancellationToken);
            return JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellationToken), WireJson.Default.WireErrorBody)?.Error;
        }
        catch (Exception e) when (e is JsonException or HttpRequestException or IOException)
        {
            return null;
        }
    }
}
