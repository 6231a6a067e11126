using System.Security.Claims;
using System.Text.RegularExpressions;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Problems;
using AgentBus.Storage.Keys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AgentBus.Gateway.Keys;

/// <summary><c>/v1/keys</c>, for admins.</summary>
internal static partial class KeyEndpoints
{
    private const int MaxGroups = 50;

    public static void MapKeys(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/keys").WithTags("Keys");
        group.MapGet("/", ListAsync).RequireAuthorization(Roles.Admin).WithSummary("Lists the tenant's keys, without their secrets.");
        group.MapPost("/", CreateAsync).RequireAuthorization(Roles.Admin).Accepts<CreateKeyRequest>("application/json")
            .Produces<CreatedKey>(201).ProducesProblem(400).ProducesProblem(403)
            .WithSummary("Makes a key and shows it, once.");
        group.MapDelete("/{id}", RevokeAsync).RequireAuthorization(Roles.Admin).Produces(204).ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Revokes a key at once. The last admin key of a tenant cannot be revoked.");
    }

    private static async Task<Ok<Page<KeyView>>> ListAsync(ClaimsPrincipal user, IKeyStore keys, CancellationToken cancellationToken)
    {
        var rows = await keys.ListAsync(Caller.Of(user).Tenant, cancellationToken);
        return TypedResults.Ok(new Page<KeyView>([.. rows.Select(KeyView.Of)], null));
    }

    private static async Task<Created<CreatedKey>> CreateAsync(
        HttpRequest request, ClaimsPrincipal user, IKeyStore keys, IOptions<GatewayOptions> options, TimeProvider clock,
        ILogger<KeyView> logger, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(user);
        var body = await RequestBody.ReadJsonAsync(request, GatewayJson.Default.CreateKeyRequest, options.Value.MaxBodyBytes, cancellationToken);
        var tenant = body.Tenant ?? caller.Tenant;
        var faults = Faults(body);
        if (tenant != caller.Tenant && !TenantName().IsMatch(tenant)
            && !(caller.Tenant == KeyBootstrap.Tenant && (await keys.ListAsync(tenant, cancellationToken)).Count > 0))
        {
            faults.Add(new ProblemError(null, null, "/tenant",
                "tenant must have 1 to 63 lower-case letters, digits, '-', '_' or '.', and begin with a letter or a digit."));
        }

        if (faults.Count > 0)
        {
            throw ApiProblem.Invalid(faults[0].Message, faults);
        }

        if (tenant != caller.Tenant && caller.Tenant != KeyBootstrap.Tenant)
        {
            throw new ProblemException(
                StatusCodes.Status403Forbidden, "foreign-tenant", "Another tenant's keys are not yours to make.",
                $"Only admins of the tenant '{KeyBootstrap.Tenant}' make keys for other tenants.");
        }

        var token = ApiKeyToken.New();
        var row = new ApiKeyRow(
            token.Id, tenant, body.Name!, token.Hash, [.. body.Roles!.Distinct()], clock.GetUtcNow(), null, [.. (body.Groups ?? []).Distinct()]);
        if (!await keys.AddAsync(row, cancellationToken))
        {
            throw ApiProblem.Conflict("key-id-taken", "The new key's random id was taken. Ask again.");
        }

        Log.KeyCreated(logger, token.Id, tenant, caller.Name);
        return TypedResults.Created($"/v1/keys/{token.Id}", new CreatedKey(token.Id, tenant, row.Name, row.Roles, row.Groups, token.Text));
    }

    private static List<ProblemError> Faults(CreateKeyRequest body)
    {
        var faults = new List<ProblemError>();
        if (body.Name is not { Length: >= 1 and <= 100 } || body.Name.Any(char.IsControl))
        {
            faults.Add(new ProblemError(null, null, "/name", "name is missing; 1 to 100 printable characters are wanted."));
        }

        if (body.Roles is not { Count: > 0 } roles || roles.Any(role => !Roles.All.Contains(role)))
        {
            faults.Add(new ProblemError(null, null, "/roles", $"roles must list one or more of {string.Join(", ", Roles.All)}."));
        }

        if (body.Groups is { } groups && (groups.Count > MaxGroups || groups.Any(group => group is not { Length: >= 1 and <= 100 } || group.Any(char.IsControl))))
        {
            faults.Add(new ProblemError(null, null, "/groups", $"groups must list at most {MaxGroups} names of 1 to 100 printable characters."));
        }

        return faults;
    }

    private static async Task<NoContent> RevokeAsync(
        ClaimsPrincipal user, string id, IKeyStore keys, TimeProvider clock, ILogger<KeyView> logger, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(user);
        var rows = (await keys.ListAsync(caller.Tenant, cancellationToken)).Where(row => row.RevokedAt is null).ToList();
        var key = rows.FirstOrDefault(row => row.Id == id) ?? throw ApiProblem.NotFound("key", id);
        if (key.Roles.Contains(Roles.Admin) && rows.Count(row => row.Roles.Contains(Roles.Admin)) == 1)
        {
            throw ApiProblem.Conflict("last-admin-key", "This is the tenant's last admin key; without it nobody could make another. Make one first.");
        }

        if (!await keys.RevokeAsync(caller.Tenant, id, clock.GetUtcNow(), cancellationToken))
        {
            throw ApiProblem.NotFound("key", id);
        }

        Log.KeyRevoked(logger, id, caller.Tenant, caller.Name);
        return TypedResults.NoContent();
    }

    // Tenants name folders and settings, some of which ignore case. Those made under a wider rule stay.
    [GeneratedRegex(@"^[a-z0-9][a-z0-9_.-]{0,62}\z", RegexOptions.NonBacktracking)]
    private static partial Regex TenantName();
}
