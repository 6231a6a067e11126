using System.Security.Claims;
using AgentBus.Storage.Keys;

namespace AgentBus.Gateway.Auth;

/// <summary>Who asks: what every handler needs of the key.</summary>
/// <param name="Tenant">The only tenant the caller sees.</param>
/// <param name="Name">The key's name, for histories.</param>
/// <param name="KeyId">The key's id.</param>
internal sealed record Caller(string Tenant, string Name, string KeyId)
{
    private const string TenantClaim = "tenant";

    public static Caller Of(ClaimsPrincipal user) => new(
        user.FindFirstValue(TenantClaim) ?? throw new InvalidOperationException("The request was not authenticated."),
        user.FindFirstValue(ClaimTypes.Name) ?? "",
        user.FindFirstValue(ClaimTypes.NameIdentifier) ?? "");

    public static ClaimsPrincipal Principal(ApiKeyRow key, string scheme) => new(new ClaimsIdentity(
        [
            new Claim(TenantClaim, key.Tenant),
            new Claim(ClaimTypes.Name, key.Name),
            new Claim(ClaimTypes.NameIdentifier, key.Id),
            .. key.Roles.Select(role => new Claim(ClaimTypes.Role, role)),
        ],
        scheme));
}
