using AgentBus.Models.Answers;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Extractive;
using AgentBus.Models.Gateway;
using AgentBus.Models.Providers;
using AgentBus.Models.Routing;
using AgentBus.Models.Routing.Policies;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentBus.Models;

/// <summary>Puts the model gateway into a host.</summary>
public static class ModelsRegistration
{
    /// <summary>
    /// Adds <see cref="ChatRouter"/> and, over it, an <see cref="IChatClient"/>. Reads section <c>Models</c>; a faulty one stops the host at start with every error.
    /// An <see cref="IAnswerStore"/> registered before or after takes the place of the one in memory.
    /// </summary>
    public static IServiceCollection AddModels(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ModelsOptions>().Bind(configuration.GetSection(ModelsOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ModelsOptions>, ModelsOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IAnswerStore, InMemoryAnswerStore>();
        services.TryAddSingleton(provider => new ModelCatalogue(provider.GetRequiredService<IOptions<ModelsOptions>>().Value));
        services.TryAddSingleton<ProviderFactory>();
        services.TryAddSingleton(provider => provider.GetRequiredService<ProviderFactory>().Create());
        services.TryAddSingleton(provider => RoutingPolicies.Create(provider.GetRequiredService<IOptions<ModelsOptions>>().Value.Routing));
        services.TryAddSingleton<ModelSelection>();
        services.TryAddSingleton<AnswerKeeper>();
        services.TryAddSingleton(provider => new ChatRouter(
            provider.GetRequiredService<ModelSelection>(),
            provider.GetRequiredService<ProviderSet>(),
            provider.GetRequiredService<AnswerKeeper>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ChatRouter>>()));
        services.TryAddSingleton<IChatClient, RoutedChatClient>();
        return services;
    }
}
