using System.Security.Claims;
using System.Text.Json;
using AgentBus.Gateway.Agents;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Problems;
using AgentBus.Storage.Definitions;
using AgentBus.Storage.Schedules;
using AgentBus.Workflows.Definitions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentBus.Gateway.Definitions;

/// <summary><c>/v1/definitions</c>.</summary>
internal static class DefinitionEndpoints
{
    public static void MapDefinitions(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/definitions").WithTags("Definitions");
        group.MapPut("/", PutAsync).RequireAuthorization(Roles.Operator)
            .Accepts<string>("application/yaml", "application/json")
            .Produces<DefinitionSummary>(201).Produces<DefinitionSummary>()
            .ProducesProblem(400).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415)
            .WithSummary("Stores a definition. A version never changes: the same text again is 200, another text 409. " +
                "A call of an agent that nobody knows is refused unless unknownAgents=allow.");
        group.MapPost("/validate", ValidateAsync).RequireAuthorization(Roles.Viewer)
            .Accepts<string>("application/yaml", "application/json").ProducesProblem(400)
            .WithSummary("Checks a definition without storing it: all problems at once, each with line, column and path.");
        group.MapGet("/", ListAsync).RequireAuthorization(Roles.Viewer).WithSummary("Lists every version of every definition.");
        group.MapGet("/{namespace}/{name}", GetAsync).RequireAuthorization(Roles.Viewer)
            .Produces<JsonElement>(200, "application/json", "application/yaml").ProducesProblem(404)
            .WithSummary("The highest version: the stored text when YAML is accepted, else the document as JSON.");
        group.MapGet("/{namespace}/{name}/{version}", GetVersionAsync).RequireAuthorization(Roles.Viewer)
            .Produces<JsonElement>(200, "application/json", "application/yaml").ProducesProblem(404)
            .WithSummary("One version: the stored text when YAML is accepted, else the document as JSON.");
    }

    private static async Task<IResult> PutAsync(
        HttpRequest request, DefinitionBody body, ClaimsPrincipal user, string? unknownAgents, IDefinitionStore store, AgentRegistry agents, TimeProvider clock,
        ILogger<DefinitionCatalog> logger, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(user);
        var allowUnknown = Paging.OneOf("unknownAgents", unknownAgents, ["allow", "refuse"]) == "allow";
        var (text, definition) = await body.ReadAsync(request, cancellationToken);
        if (!allowUnknown)
        {
            await RefuseUnknownAgentsAsync(caller.Tenant, definition, text, store, agents, cancellationToken);
        }

        var stored = new StoredDefinition(
            caller.Tenant, definition.Key.Namespace, definition.Key.Name, definition.Key.Version, definition.Title, text,
            definition.Schedule?.EventTypes ?? [], [.. definition.Agents], clock.GetUtcNow(), caller.Name)
        {
            FirstDue = definition.Schedule?.FirstDue(clock.GetUtcNow()),
        };
        switch (await store.PutAsync(stored, cancellationToken))
        {
            case PutDefinition.Created:
                Log.DefinitionStored(logger, definition.Key.ToString(), caller.Tenant, caller.Name);
                return TypedResults.Created($"/v1/definitions/{stored.Namespace}/{stored.Name}/{stored.Version}", DefinitionSummary.Of(stored));
            case PutDefinition.Unchanged:
                var first = await store.GetAsync(caller.Tenant, stored.Namespace, stored.Name, stored.Version, cancellationToken);
                return TypedResults.Ok(DefinitionSummary.Of(first ?? stored));
            default:
                throw ApiProblem.Conflict("definition-version-taken",
                    $"Another text is stored as {definition.Key}, and a stored version never changes. Raise document.version.");
        }
    }

    // Deploying the next version of a definition while its workers are down for maintenance is normal: what a stored one calls is known.
    private static async Task RefuseUnknownAgentsAsync(
        string tenant, WorkflowDefinition definition, string text, IDefinitionStore store, AgentRegistry agents, CancellationToken cancellationToken)
    {
        var announced = await agents.AnnouncedAsync(cancellationToken);
        if (definition.Agents.All(announced.Contains))
        {
            return;
        }

        var stored = await store.ListAsync(tenant, cancellationToken);
        var known = announced.Concat(stored.SelectMany(d => d.Agents)).ToHashSet();
        var errors = UnknownAgents.Find(definition, text, known);
        if (errors.Count > 0)
        {
            throw DefinitionBody.Invalid(errors);
        }
    }

    private static async Task<Ok<ValidatedDefinition>> ValidateAsync(
        HttpRequest request, DefinitionBody body, AgentRegistry agents, CancellationToken cancellationToken)
    {
        var (_, definition) = await body.ReadAsync(request, cancellationToken);
        var live = await agents.LiveAsync(cancellationToken);
        return TypedResults.Ok(new ValidatedDefinition(
            definition.Key.Namespace, definition.Key.Name, definition.Key.Version, definition.Title, [.. definition.Agents.Order()],
            definition.Schedule?.EventTypes ?? [], [.. definition.Agents.Where(agent => !live.Contains(agent)).Order()]));
    }

    private static async Task<Ok<Page<DefinitionSummary>>> ListAsync(
        ClaimsPrincipal user, IDefinitionStore store, IScheduleStore schedules, CancellationToken cancellationToken)
    {
        var tenant = Caller.Of(user).Tenant;
        var all = await store.ListAsync(tenant, cancellationToken);
        var due = (await schedules.ListAsync(tenant, cancellationToken)).ToDictionary(row => (row.Key.Namespace, row.Key.Name, row.Key.Version), row => row.NextDue);
        return TypedResults.Ok(new Page<DefinitionSummary>(
            [.. all.Select(stored => DefinitionSummary.Of(stored) with { NextDue = due.GetValueOrDefault((stored.Namespace, stored.Name, stored.Version)) })], null));
    }

    private static Task<IResult> GetAsync(
        HttpRequest request, ClaimsPrincipal user, string @namespace, string name, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
        GetVersionAsync(request, user, @namespace, name, null, catalog, cancellationToken);

    private static async Task<IResult> GetVersionAsync(
        HttpRequest request, ClaimsPrincipal user, string @namespace, string name, string? version, DefinitionCatalog catalog,
        CancellationToken cancellationToken)
    {
        var stored = await catalog.LoadAsync(Caller.Of(user).Tenant, @namespace, name, version, cancellationToken);
        request.HttpContext.Response.Headers.Vary = "Accept";
        return request.GetTypedHeaders().Accept.Any(accept => DefinitionBody.IsYaml(accept.MediaType.ToString()))
            ? TypedResults.Text(stored.Text, "application/yaml", System.Text.Encoding.UTF8)
            : TypedResults.Ok(catalog.Parse(stored).Document);
    }
}
