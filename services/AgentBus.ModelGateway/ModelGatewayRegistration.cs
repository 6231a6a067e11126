using AgentBus.Hosting.Bus;
using AgentBus.ModelGateway.Auth;
using AgentBus.ModelGateway.Batches;
using AgentBus.ModelGateway.Budgets;
using AgentBus.ModelGateway.Catalogue;
using AgentBus.ModelGateway.Chat;
using AgentBus.ModelGateway.Decisions;
using AgentBus.ModelGateway.Errors;
using AgentBus.ModelGateway.Setup;
using AgentBus.Models;
using AgentBus.Models.Batches;
using AgentBus.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AgentBus.ModelGateway;

/// <summary>The model gateway's parts, for its own process and for the standalone host.</summary>
public static class ModelGatewayRegistration
{
    /// <summary>Adds the gateway. Reads sections <c>Models</c> and <c>ModelGateway</c>; a faulty one stops the host at start with every error.</summary>
    public static IHostApplicationBuilder AddModelGateway(this IHostApplicationBuilder builder)
    {
        AddStore(builder);
        builder.Services.AddModels(builder.Configuration);
        builder.Services.AddOptions<ModelGatewayOptions>().BindConfiguration(ModelGatewayOptions.Section).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ModelGatewayOptions>, ModelGatewayOptionsValidator>());
        builder.Services.TryAddSingleton<CallerCheck>();
        builder.Services.TryAddSingleton<ErrorFilter>();
        AddBatches(builder.Services);
        return builder;
    }

    /// <summary>Maps <c>POST /v1/chat/completions</c>, <c>GET /v1/models</c>, <c>/v1/files</c> and <c>/v1/batches</c>, as the OpenAI API has them, and what the gateway has of its own: <c>/v1/models/state</c>, <c>spend</c>, <c>usage</c>, <c>decisions/{id}</c> and <c>/v1/feedback</c>.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="isAlone">Whether nothing else is under <c>/v1</c>, so that what is not known there is refused as the OpenAI API does.</param>
    public static IEndpointRouteBuilder MapModelGateway(this IEndpointRouteBuilder routes, bool isAlone = false)
    {
        var services = routes.ServiceProvider;
        var api = routes.MapGroup("/v1")
            .AddEndpointFilter(services.GetRequiredService<CallerCheck>().InvokeAsync).AddEndpointFilter(services.GetRequiredService<ErrorFilter>().InvokeAsync);
        api.MapPost("/chat/completions", ChatCompletionsEndpoint.HandleAsync);
        api.MapGet("/models", ModelsEndpoint.List);
        api.MapGet("/models/state", ModelsEndpoint.State);
        api.MapGet("/models/{name}", ModelsEndpoint.Find);
        api.MapGet("/models/spend", SpendEndpoint.ListAsync);
        api.MapGet("/models/usage", DecisionEndpoint.UsageAsync);
        api.MapGet("/models/decisions", DecisionEndpoint.ListAsync);
        api.MapGet("/models/decisions/{id}", DecisionEndpoint.FindAsync);
        api.MapPost("/feedback", FeedbackEndpoint.HandleAsync);
        MapBatches(api);
        if (isAlone)
        {
            api.MapFallback(UnknownUrl.Refuse);
        }
        else
        {
            UnknownUrl.MapTo(api);
        }

        return routes;
    }

    private static void AddBatches(IServiceCollection services)
    {
        services.AddOptions<BatchOptions>().BindConfiguration(BatchOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BatchOptions>, BatchOptionsValidator>());
        services.TryAddSingleton<IBatchStore, InMemoryBatchStore>();
        services.TryAddSingleton<BatchCall>();
        services.TryAddSingleton<BatchWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<BatchWorker>());
    }

    private static void MapBatches(RouteGroupBuilder api)
    {
        api.MapPost("/files", FilesEndpoint.UploadAsync);
        api.MapGet("/files/{id}", FilesEndpoint.FindAsync);
        api.MapGet("/files/{id}/content", FilesEndpoint.ReadAsync);
        api.MapDelete("/files/{id}", FilesEndpoint.DeleteAsync);
        api.MapPost("/batches", BatchesEndpoint.CreateAsync);
        api.MapGet("/batches", BatchesEndpoint.ListAsync);
        api.MapGet("/batches/{id}", BatchesEndpoint.FindAsync);
        api.MapPost("/batches/{id}/cancel", BatchesEndpoint.CancelAsync);
    }

    /// <summary>Gateways that share a store share limits, decisions and what they learn; without one each is for itself.</summary>
    private static void AddStore(IHostApplicationBuilder builder)
    {
        if (builder.Configuration[$"{StoreOptions.Section}:{nameof(StoreOptions.Provider)}"] is not null)
        {
            builder.Services.AddStore(builder.Configuration);
            builder.Services.AddSetupStep<StoreSetupStep>();
        }
    }
}
