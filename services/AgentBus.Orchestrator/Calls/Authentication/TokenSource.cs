using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentBus.Orchestrator.Calls.Http;

namespace AgentBus.Orchestrator.Calls.Authentication;

/// <summary>
/// Gets tokens from OAuth 2.0 and OpenID Connect servers, and keeps each until shortly before it ends. The cache is in memory, and
/// its keys are hashes: neither secrets nor tokens are written anywhere.
/// </summary>
internal sealed class TokenSource(HttpSender sender, TimeProvider time)
{
    private const int MaxTokens = 1_000;
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly TokenServer server = new(sender);
    private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset Until)> cache = new();

    /// <summary>The token, and whether it came from the cache.</summary>
    public async Task<(string Token, bool Cached)> GetAsync(JsonElement settings, string scheme, Call call, bool fresh, CancellationToken cancellationToken)
    {
        var key = KeyOf(settings, scheme, call);
        if (!fresh && cache.TryGetValue(key, out var known) && known.Until > time.GetUtcNow())
        {
            return (known.Token, true);
        }

        var endpoint = await server.EndpointAsync(settings, scheme, call, cancellationToken);
        var answer = await server.AskAsync(endpoint, settings, scheme, call, cancellationToken);
        var token = answer.Text("access_token") ?? throw TokenServer.Refused(endpoint, "answered without an access_token", call);
        CheckIssuer(settings, token, endpoint, call);
        Keep(key, token, answer);
        return (token, false);
    }

    private void Keep(string key, string token, JsonElement answer)
    {
        if (answer.Member("expires_in") is not { ValueKind: JsonValueKind.Number } lifetime || !lifetime.TryGetDouble(out var seconds)
            || seconds <= Margin.TotalSeconds || seconds > 31_536_000)
        {
            return;
        }

        if (cache.Count >= MaxTokens)
        {
            cache.Clear();
        }

        cache[key] = (token, time.GetUtcNow() + TimeSpan.FromSeconds(seconds) - Margin);
    }

    private static void CheckIssuer(JsonElement settings, string token, Uri endpoint, Call call)
    {
        var issuers = TokenServer.Texts(settings, "issuers").ToList();
        if (issuers.Count > 0 && token.Split('.') is [_, var payload, _] && Issuer(payload) is { } issuer && !issuers.Contains(issuer))
        {
            throw TokenServer.Refused(endpoint, $"answered with a token of '{issuer}', which is not among the issuers of the policy", call);
        }
    }

    private static string? Issuer(string payload)
    {
        try
        {
            return JsonElement.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(payload)).Text("iss");
        }
        catch (Exception wrong) when (wrong is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string KeyOf(JsonElement settings, string scheme, Call call) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{call.Tenant}\n{scheme}\n{settings.GetRawText()}")));
}
