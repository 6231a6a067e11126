using AgentBus.Storage.Keys;

namespace AgentBus.Gateway.Keys;

/// <summary>Body of <c>POST /v1/keys</c>.</summary>
/// <param name="Name">Who holds it; shown in histories. 1 to 100 characters.</param>
/// <param name="Roles">viewer, publisher, approver, operator, admin; at least one.</param>
/// <param name="Tenant">Left out = the caller's. Only admins of the tenant default may name another.</param>
/// <param name="Groups">Groups of its holder, which approvals may ask; left out = none.</param>
[System.Text.Json.Serialization.JsonUnmappedMemberHandling(System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow)]
internal sealed record CreateKeyRequest(string? Name = null, IReadOnlyList<string>? Roles = null, string? Tenant = null,
    IReadOnlyList<string>? Groups = null);

/// <summary>A new key; the only time its secret is shown.</summary>
internal sealed record CreatedKey(
    string Id, string Tenant, string Name, IReadOnlyList<string> Roles, IReadOnlyList<string> Groups, string Key);

/// <summary>A key without its secret.</summary>
internal sealed record KeyView(
    string Id, string Tenant, string Name, IReadOnlyList<string> Roles, IReadOnlyList<string> Groups, DateTimeOffset CreatedAt,
    DateTimeOffset? RevokedAt)
{
    public static KeyView Of(ApiKeyRow row) => new(row.Id, row.Tenant, row.Name, row.Roles, row.Groups, row.CreatedAt, row.RevokedAt);
}
