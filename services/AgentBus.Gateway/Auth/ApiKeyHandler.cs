using System.Text.Encodings.Web;
using AgentBus.Gateway.Problems;
using AgentBus.Storage.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace AgentBus.Gateway.Auth;

/// <summary>
/// <c>Authorization: Bearer abk_...</c> or <c>X-Api-Key</c>. Looked up on every request, so that a revoked key ends at once.
/// Every kind of wrong key gets the same 401.
/// </summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, IKeyStore keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "ApiKey";
    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Given() is not { } given)
        {
            return AuthenticateResult.NoResult();
        }

        if (!ApiKeyToken.TryParse(given, out var token)
            || await keys.FindAsync(token.Hash, Context.RequestAborted) is not { RevokedAt: null } key)
        {
            Log.KeyRefused(Logger, Context.Connection.RemoteIpAddress?.ToString());
            return AuthenticateResult.Fail("The key is not valid.");
        }

        return AuthenticateResult.Success(new AuthenticationTicket(Caller.Principal(key, SchemeName), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer realm=\"agentbus\"";
        return ApiProblem.WriteAsync(Context, new ProblemException(
            StatusCodes.Status401Unauthorized, "unauthenticated", "A valid API key is needed.",
            "Send a valid API key as 'Authorization: Bearer abk_...' or 'X-Api-Key: abk_...'."));
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var role = Context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>().LastOrDefault(data => data.Policy is not null)?.Policy;
        return ApiProblem.WriteAsync(Context, new ProblemException(
            StatusCodes.Status403Forbidden, "role-missing", "The API key lacks a role.",
            $"This needs a key with the role '{role}'; the key '{Caller.Of(Context.User).Name}' does not hold it."));
    }

    private string? Given()
    {
        if (Request.Headers.Authorization.ToString() is var header && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return header[Bearer.Length..].Trim();
        }

        return Request.Headers["X-Api-Key"].FirstOrDefault();
    }
}
