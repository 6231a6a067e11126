using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AgentBus.AgentSdk.Chat;
using AgentBus.AgentSdk.Memory;
using AgentBus.AgentSdk.Registration;
using AgentBus.AgentSdk.Workers;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.AgentSdk.Attempts;

/// <summary>Makes the runner that fits an agent's input and output types.</summary>
internal abstract class AttemptRunnerFactory
{
    // Says which member is missing or of the wrong form instead of passing null on.
    private static readonly JsonSerializerOptions Reflected = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public abstract IAttemptRunner Create(IServiceProvider services, AgentDescriptor descriptor);

    public static AttemptRunnerFactory For(Type agent, JsonSerializerContext? json)
    {
        var roles = agent.GetInterfaces().Where(role => role.IsGenericType && role.GetGenericTypeDefinition() == typeof(IAgent<,>)).ToList();
        return roles.Count == 1
            ? (AttemptRunnerFactory)Activator.CreateInstance(
                typeof(Typed<,,>).MakeGenericType([agent, .. roles[0].GetGenericArguments()]), json)!
            : throw new InvalidOperationException($"{agent.Name} implements IAgent<TInput, TOutput> {roles.Count} times; once is needed.");
    }

    private static JsonTypeInfo<T> TypeInfo<T>(JsonSerializerContext? json) =>
        json is null ? (JsonTypeInfo<T>)Reflected.GetTypeInfo(typeof(T))
            : (JsonTypeInfo<T>?)json.GetTypeInfo(typeof(T))
                ?? throw new InvalidOperationException($"{json.GetType().Name} has no [JsonSerializable(typeof({typeof(T).Name}))].");

    private sealed class Typed<TAgent, TInput, TOutput>(JsonSerializerContext? json) : AttemptRunnerFactory
        where TAgent : IAgent<TInput, TOutput>
    {
        private readonly JsonTypeInfo<TInput> input = TypeInfo<TInput>(json);
        private readonly JsonTypeInfo<TOutput> output = TypeInfo<TOutput>(json);

        public override IAttemptRunner Create(IServiceProvider services, AgentDescriptor descriptor)
        {
            var contexts = new ContextFactory(
                descriptor,
                services.GetService<IChatClient>() ?? services.GetRequiredService<GatewayChatClient>(),
                services.GetRequiredService<MemoryClient>(),
                services.GetRequiredService<WorkerMessages>(),
                services.GetRequiredService<WorkerClock>());
            return new AttemptRunner<TInput, TOutput>(services.GetRequiredService<TAgent>(), input, output, contexts);
        }
    }
}
