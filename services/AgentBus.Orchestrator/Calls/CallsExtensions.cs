using AgentBus.AgentSdk;
using AgentBus.Hosting.Outbound;
using AgentBus.Orchestrator.Calls.Secrets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AgentBus.Orchestrator.Calls;

/// <summary>Registers the agent.</summary>
internal static class CallsExtensions
{
    public static IHostApplicationBuilder AddCalls(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<CallsOptions>().BindConfiguration(CallsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CallsOptions>, CallsOptionsValidator>());
        if (!builder.Configuration.GetValue($"{CallsOptions.Section}:{nameof(CallsOptions.Enabled)}", true))
        {
            return builder;
        }

        services.TryAddSingleton<ISecretStore, SecretStore>();
        services.TryAddSingleton<CallTransport>(provider =>
        {
            var outbound = provider.GetRequiredService<IOptions<CallsOptions>>().Value.Outbound;
            return credentials =>
            {
                var handler = GuardedHandler.Create(outbound);
                handler.Credentials = credentials;
                return handler;
            };
        });
        services.AddSingleton(provider => new CallRunner(
            provider.GetRequiredService<IOptions<CallsOptions>>().Value, provider.GetRequiredService<CallTransport>(),
            provider.GetRequiredService<ISecretStore>(), provider.GetRequiredService<TimeProvider>()));
        return builder.AddAgent<CallsAgent>(CallsJson.Default);
    }
}
