using System.Security.Claims;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Problems;
using AgentBus.Storage.Memory;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentBus.Gateway.Memory;

/// <summary><c>/v1/memory/{namespace}/{name}</c>: what the agents of a workflow remember, all versions together.</summary>
internal static class MemoryEndpoints
{
    private const int MostSearched = 50;

    public static void MapMemory(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/memory/{namespace}/{name}").WithTags("Memory");
        group.MapGet("/", ListAsync).RequireAuthorization(Roles.Viewer).ProducesProblem(400)
            .WithSummary("Lists memories by key, or finds the at most 50 that share most words with 'search'; 'next' goes into cursor for the next page.");
        group.MapGet("/keys/{**key}", GetAsync).RequireAuthorization(Roles.Viewer).ProducesProblem(404).WithSummary("One memory.");
        group.MapDelete("/keys/{**key}", ForgetAsync).RequireAuthorization(Roles.Operator).Produces(204).ProducesProblem(404).WithSummary("Forgets one memory.");
        group.MapDelete("/", ForgetAllAsync).RequireAuthorization(Roles.Operator).WithSummary("Forgets everything the workflow remembers.");
    }

    private static async Task<Ok<Page<MemoryEntry>>> ListAsync(
        ClaimsPrincipal user, string @namespace, string name, string? search, string? limit, string? cursor, IMemoryStore memory, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var scope = Scope(user, @namespace, name);
        var size = Paging.Limit(limit);
        var now = clock.GetUtcNow();
        if (search is not null)
        {
            var found = await memory.SearchAsync(scope, search, Math.Min(size, MostSearched), now, cancellationToken);
            return TypedResults.Ok(new Page<MemoryEntry>([.. found.Select(one => MemoryEntry.Of(one, searched: true))], null));
        }

        var rows = await memory.ListAsync(scope, cursor, size + 1, now, cancellationToken);
        return TypedResults.Ok(new Page<MemoryEntry>(
            [.. rows.Take(size).Select(one => MemoryEntry.Of(one, searched: false))], rows.Count > size ? rows[size - 1].Key : null));
    }

    private static async Task<Ok<MemoryEntry>> GetAsync(
        ClaimsPrincipal user, string @namespace, string name, string key, IMemoryStore memory, TimeProvider clock, CancellationToken cancellationToken) =>
        await memory.GetAsync(Scope(user, @namespace, name), key, clock.GetUtcNow(), cancellationToken) is { } found
            ? TypedResults.Ok(MemoryEntry.Of(found, searched: false))
            : throw ApiProblem.NotFound("memory", key);

    private static async Task<NoContent> ForgetAsync(
        ClaimsPrincipal user, string @namespace, string name, string key, IMemoryStore memory, ILogger<MemoryEntry> logger,
        CancellationToken cancellationToken)
    {
        var scope = Scope(user, @namespace, name);
        if (!await memory.ForgetAsync(scope, key, cancellationToken))
        {
            throw ApiProblem.NotFound("memory", key);
        }

        Log.MemoryForgotten(logger, 1, $"{@namespace}/{name}", scope.Tenant, Caller.Of(user).Name);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<Forgotten>> ForgetAllAsync(
        ClaimsPrincipal user, string @namespace, string name, IMemoryStore memory, ILogger<MemoryEntry> logger, CancellationToken cancellationToken)
    {
        var scope = Scope(user, @namespace, name);
        var count = await memory.ForgetAllAsync(scope, cancellationToken);
        Log.MemoryForgotten(logger, count, $"{@namespace}/{name}", scope.Tenant, Caller.Of(user).Name);
        return TypedResults.Ok(new Forgotten(count));
    }

    private static MemoryScope Scope(ClaimsPrincipal user, string @namespace, string name) => new(Caller.Of(user).Tenant, @namespace, name);
}
