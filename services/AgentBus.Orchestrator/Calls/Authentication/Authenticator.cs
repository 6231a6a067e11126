using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace AgentBus.Orchestrator.Calls.Authentication;

/// <summary>Turns an authentication policy of a definition into what a server is shown.</summary>
internal sealed class Authenticator(TokenSource tokens)
{
    /// <param name="policy">An object of one of basic, bearer, digest, oauth2 and oidc; null = none.</param>
    /// <param name="fresh">Whether a token from the cache will not do.</param>
    public async Task<Credentials> ResolveAsync(JsonElement? policy, Uri target, Call call, bool fresh, CancellationToken cancellationToken)
    {
        if (policy is not { ValueKind: JsonValueKind.Object } given || given.EnumerateObject().ToList() is not [var chosen])
        {
            return Credentials.None;
        }

        var scheme = chosen.Name;
        var settings = await SettingsAsync(chosen.Value, scheme, call, cancellationToken);
        switch (scheme)
        {
            case "basic":
                return new(Basic(settings, call));
            case "bearer":
                return new(Header(call, "Bearer", Need(settings, "token", scheme, call)));
            case "digest":
                return new(null, new DigestCredentials(target, new NetworkCredential(Need(settings, "username", scheme, call), Need(settings, "password", scheme, call))));
            case "oauth2" or "oidc":
                var (token, cached) = await tokens.GetAsync(settings, scheme, call, fresh, cancellationToken);
                return new(Header(call, "Bearer", token), CachedToken: cached);
            default:
                throw new CallException("configuration", 400, $"The authentication '{scheme}' of {call.Task} is not supported.");
        }
    }

    /// <exception cref="CallException">It is missing, or no text.</exception>
    public static string Need(JsonElement settings, string name, string scheme, Call call) =>
        settings.Member(name) is { } value && JsonReading.Scalar(value, $"'{name}' of the authentication '{scheme}'") is { Length: > 0 } text
            ? text
            : throw new CallException("authentication", 401, $"The authentication '{scheme}' of {call.Task} has no '{name}'. Give it in the policy, or in the secret it uses.");

    private static async Task<JsonElement> SettingsAsync(JsonElement settings, string scheme, Call call, CancellationToken cancellationToken)
    {
        if (settings.Text("use") is not { } name)
        {
            return settings;
        }

        var secret = await call.Secrets.ReadAsync(name, cancellationToken);
        if (secret.ValueKind == JsonValueKind.Object)
        {
            return secret;
        }

        return scheme == "bearer"
            ? JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["token"] = secret.GetString()! })
            : throw new CallException("authentication", 401, $"The secret '{name}' must be a JSON object with the members of the authentication '{scheme}'.");
    }

    private static AuthenticationHeaderValue Basic(JsonElement settings, Call call)
    {
        var pair = $"{Need(settings, "username", "basic", call)}:{Need(settings, "password", "basic", call)}";
        return Header(call, "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
    }

    // What stands in the header is as good as the secret it was made of.
    private static AuthenticationHeaderValue Header(Call call, string scheme, string parameter)
    {
        if (parameter.AsSpan().ContainsAny('\r', '\n'))
        {
            throw new CallException("authentication", 401, $"What authenticates {call.Task} is more than one line, which no header can hold.");
        }

        call.Secrets.Mask.Add(parameter);
        return new(scheme, parameter);
    }
}
