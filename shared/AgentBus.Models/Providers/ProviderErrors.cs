using System.Net;
using System.Text.Json;
using AgentBus.Models.Gateway;
using AgentBus.Models.Wire;

namespace AgentBus.Models.Providers;

/// <summary>Turns a provider's HTTP errors into <see cref="ModelException"/>s, the same for every vendor and before a vendor's client can hide the retry-after.</summary>
internal sealed class ProviderErrors(string provider, ProviderKey key, TimeProvider time) : DelegatingHandler
{
    private const int MaxMessage = 500;
    private const int MaxBody = 64 * 1024;

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
            return response;
        }

        using (response)
        {
            throw new ModelException(Error(response, await BodyAsync(response, cancellationToken)));
        }
    }

    private ModelError Error(HttpResponseMessage response, WireError? body)
    {
        var status = (int)response.StatusCode;
        var code = body?.Code is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        var said = Shown(body?.Message);
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                new ModelError(ModelErrorCodes.ProviderKey, 502, $"Provider '{provider}' refused its key ({status}); check the variable or file its configuration names."),
            HttpStatusCode.PaymentRequired => Quota(said),
            HttpStatusCode.TooManyRequests when code == "insufficient_quota" => Quota(said),
            HttpStatusCode.TooManyRequests => new ModelError(ModelErrorCodes.RateLimited, 429, $"Provider '{provider}' limits the rate of calls{said}", RetryAfter(response)),
            HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or >= HttpStatusCode.InternalServerError =>
                new ModelError(ModelErrorCodes.ProviderUnavailable, 503, $"Provider '{provider}' failed with {status}{said}", RetryAfter(response)),
            _ when code == ModelErrorCodes.ContextLength => new ModelError(ModelErrorCodes.ContextLength, 400, $"The prompt is too long for provider '{provider}'{said}"),
            _ => new ModelError(ModelErrorCodes.ProviderRefused, 400, $"Provider '{provider}' refused the request with {status}{said}"),
        };
    }

    private ModelError Quota(string said) => new(ModelErrorCodes.ProviderRefused, 402, $"The quota of provider '{provider}' is used up{said}");

    /// <summary>What the provider said, without the key should it repeat it.</summary>
    private string Shown(string? message)
    {
        if (string.IsNullOrWhiteSpace(message))
        {
            return ".";
        }

        message = key.Read() is { } secret ? message.Replace(secret, "***", StringComparison.Ordinal) : message;
        return $": {(message.Length > MaxMessage ? message[..MaxMessage] + "..." : message)}";
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
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
