using System.Text.Json.Serialization;
using AgentBus.Gateway.Agents;
using AgentBus.Gateway.Approvals;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Budgets;
using AgentBus.Gateway.DeadLetters;
using AgentBus.Gateway.Definitions;
using AgentBus.Gateway.Events;
using AgentBus.Gateway.Keys;
using AgentBus.Gateway.Memory;
using AgentBus.Gateway.OpenApi;
using AgentBus.Gateway.Parked;
using AgentBus.Gateway.Problems;
using AgentBus.Gateway.Runs;
using AgentBus.Gateway.Setup;
using AgentBus.Hosting.Modes;
using AgentBus.Storage;
using AgentBus.Workflows;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentBus.Gateway;

/// <summary>The HTTP API as a part that any host can take in.</summary>
public static class GatewayExtensions
{
    /// <summary>Registers the API over the configured store. It consumes no bus.</summary>
    public static WebApplicationBuilder AddGateway(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var services = builder.Services;
        services.AddOptions<GatewayOptions>().BindConfiguration("Gateway").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<WorkflowLimits>().BindConfiguration(WorkflowLimits.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddStore(builder.Configuration);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, GatewayJson.Default);
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        });
        services.AddProblemDetails();
        services.AddExceptionHandler<ProblemHandler>();
        services.AddGatewayOpenApi();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null);
        services.AddAuthorization(AddRolePolicies);
        services.AddSingleton<KeyBootstrap>();
        services.AddSingleton<ISetupStep, StoreSetupStep>();
        services.AddSingleton<ISetupStep, KeySetupStep>();
        services.AddOptions<FunctionSourceOptions>().BindConfiguration(FunctionSourceOptions.Section);
        services.AddSingleton<FunctionSource>();
        services.AddSingleton<DefinitionBody>();
        services.AddSingleton<DefinitionCatalog>();
        services.AddSingleton<AgentRegistry>();
        services.AddSingleton<RunStarter>();
        services.AddSingleton<RunReader>();
        services.AddSingleton<AwaitedEvents>();
        services.AddSingleton<RunMover>();
        services.AddSingleton<RunCommander>();
        services.AddSingleton<RunEventStream>();
        services.AddSingleton<DeadLetterDesk>();
        return builder;
    }

    /// <summary>
    /// Maps <c>/v1</c> and <c>/openapi/v1.json</c>. Call it before other parts map theirs: it sets the order of errors, routing and
    /// authentication. Forwarded headers are not trusted and CORS is off.
    /// </summary>
    public static WebApplication MapGateway(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(status => ApiProblem.WriteAsync(
            status.HttpContext, ApiProblem.OfStatus(status.HttpContext, status.HttpContext.Response.StatusCode)));
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();

        var api = app.MapGroup("/v1").RequireAuthorization(Roles.Viewer).WithGroupName(OpenApiExtensions.DocumentName)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        api.MapDefinitions();
        api.MapDefinitionDiff();
        api.MapRuns();
        api.MapMoves();
        api.MapRunContent();
        api.MapControl();
        api.MapPlans();
        api.MapSignals();
        api.MapApprovals();
        api.MapAgents();
        api.MapEvents();
        api.MapBudgets();
        api.MapMemory();
        api.MapDeadLetters();
        api.MapParked();
        api.MapKeys();
        app.MapOpenApi();
        return app;
    }

    private static void AddRolePolicies(AuthorizationOptions options)
    {
        foreach (var role in Roles.All.Concat([Roles.Decider, Roles.Signaller]))
        {
            options.AddPolicy(role, policy => policy
                .AddAuthenticationSchemes(ApiKeyHandler.SchemeName).RequireAuthenticatedUser().RequireRole(Roles.Holding(role)));
        }
    }
}
