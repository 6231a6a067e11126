using System.Text.Json;
using AgentBus.Orchestrator.Calls.Http;

namespace AgentBus.Orchestrator.Calls.Authentication;

/// <summary>Sends requests with what they need to be let in.</summary>
internal sealed class AuthenticatedSender(HttpSender sender, Authenticator authenticator)
{
    /// <summary>The answer, good or bad. A token from the cache that is refused is fetched anew, once.</summary>
    public async Task<HttpAnswer> SendAsync(HttpCall request, JsonElement? authentication, Call call, CancellationToken cancellationToken)
    {
        var credentials = await authenticator.ResolveAsync(authentication, request.Uri, call, fresh: false, cancellationToken);
        var answer = await sender.SendAsync(With(request, credentials), credentials.OnDemand, cancellationToken);
        if (answer.Status != 401 || !credentials.CachedToken)
        {
            return answer;
        }

        credentials = await authenticator.ResolveAsync(authentication, request.Uri, call, fresh: true, cancellationToken);
        return await sender.SendAsync(With(request, credentials), credentials.OnDemand, cancellationToken);
    }

    private static HttpCall With(HttpCall request, Credentials credentials) => credentials.Header is not { } header
        ? request
        : request with
        {
            Headers =
            [
                .. request.Headers.Where(given => !given.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase)),
                new("Authorization", header.ToString()),
            ],
        };
}
