using System.Security.Claims;
using AgentBus.Storage.Keys;

namespace AgentBus.Gateway.Auth;

/// <summary>Who asks: what every handler needs of the key.</summary>
/// <param name="Tenant">The only tenant the caller sees.</param>
/// <param name="Name">The key's name, for histories.</param>
/// <param name="KeyId">The key's id.</param>
/// <param name="Groups">Groups of the key's holder.</param>
/// <param name="HeldRoles">The key's own roles.</param>
internal sealed record Caller(string Tenant, string Name, string KeyId, IReadOnlyList<string> Groups, IReadOnlyList<string> HeldRoles)
{
    private const string TenantClaim = "tenant";
    private const string GroupClaim = "group";

    /// <summary>Whether a role is held, as such or within a greater one.</summary>
    public bool Is(string role) => Roles.Holding(role).Intersect(HeldRoles).Any();

    public static Caller Of(ClaimsPrincipal user) => new(
        user.FindFirstValue(TenantClaim) ?? throw new InvalidOperationException("The request was not authenticated."),
        user.FindFirstValue(ClaimTypes.Name) ?? "",
        user.FindFirstValue(ClaimTypes.NameIdentifier) ?? "",
        [.. user.FindAll(GroupClaim).Select(claim => claim.Value)],
        [.. user.FindAll(ClaimTypes.Role).Select(claim => claim.Value)]);

    public static ClaimsPrincipal Principal(ApiKeyRow key, string scheme) => new(new ClaimsIdentity(
        [
            new Claim(TenantClaim, key.Tenant),
            new Claim(ClaimTypes.Name, key.Name),
            new Claim(ClaimTypes.NameIdentifier, key.Id),
            .. key.Groups.Select(group => new Claim(GroupClaim, group)),
            .. key.Roles.Select(role => new Claim(ClaimTypes.Role, role)),
        ],
        scheme));
}
