using System.Reflection;
using System.Text.Json;
using AgentBus.Agents.Analysis;
using AgentBus.Agents.Execution;
using AgentBus.Agents.Research;
using AgentBus.Agents.Routing;
using AgentBus.Agents.Validation;
using AgentBus.AgentSdk;
using AgentBus.Contracts;
using AgentBus.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentBus.Agents.Together;

/// <summary>The shipped agents in one process with the built-in model, called with JSON as a dispatch would.</summary>
internal sealed class AgentsInProcess : IDisposable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private readonly IHost host;
    private readonly Dictionary<string, Type> agents;

    public AgentsInProcess(string folder, params IEnumerable<(string Key, string Value)> settings)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Agents:Research:IndexPath"] = Path.Combine(folder, "index", "research.db"),
            ["Agents:Research:Roots:0"] = "/",
            ["Agents:Execution:OutputRoot"] = Path.Combine(folder, "out"),
        });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value));
        builder.Services.AddModels(builder.Configuration);
        builder.AddRoutingAgents();
        builder.AddResearchAgent();
        builder.AddAnalysisAgent();
        builder.AddValidationAgent();
        builder.AddExecutionAgent();
        host = builder.Build();
        agents = builder.Services.Select(service => service.ServiceType).Where(type => type.GetCustomAttribute<AgentAttribute>() is not null)
            .ToDictionary(type => type.GetCustomAttribute<AgentAttribute>()!.Name);
    }

    public Guid Run { get; init; } = new("0194d3f0-0000-7000-8000-00000badcafe");

    /// <summary>One attempt: its kind, and its output or failure as JSON.</summary>
    public async Task<(AgentResultKind Kind, JsonElement Output, string? Failure)> CallAsync(string agent, object input)
    {
        var type = agents[agent];
        var arguments = Array.Find(type.GetInterfaces(), i => i.IsGenericType
            && i.GetGenericTypeDefinition() == typeof(IAgent<,>))!.GetGenericArguments();
        var task = (Task)type.GetMethod("RunAsync")!.Invoke(
            host.Services.GetRequiredService(type),
            [JsonSerializer.SerializeToElement(input, Web).Deserialize(arguments[0], Web), Context(agent), CancellationToken.None])!;
        await task;
        var result = task.GetType().GetProperty("Result")!.GetValue(task)!;
        T? Get<T>(string member) => (T?)result.GetType().GetProperty(member)!.GetValue(result);
        var failure = Get<AgentFailure>("Failure");
        return (Get<AgentResultKind>("Kind"), JsonSerializer.SerializeToElement(Get<object>("Output"), arguments[1], Web), failure is null ? null
            : $"{failure.Code}: {failure.Message}");
    }

    /// <summary>The output of an attempt that is done.</summary>
    public async Task<JsonElement> DoneAsync(string agent, object input)
    {
        var (kind, output, failure) = await CallAsync(agent, input);
        return kind == AgentResultKind.Done ? output : throw new InvalidOperationException($"{agent}: {kind}: {failure}");
    }

    public void Dispose() => host.Dispose();

    private AgentContext Context(string agent) => new()
    {
        Tenant = "default",
        Agent = agent,
        Run = Run,
        Step = $"/do/{agent}",
        Attempt = 1,
        IdempotencyKey = $"{Run}/do/{agent}",
        Workflow = new WorkflowRef("agentbus", "briefing", "1.0.0"),
        Chat = host.Services.GetRequiredService<IChatClient>(),
        Memory = new ProcessMemory(),
        Logger = NullLogger.Instance,
        Progress = (_, _) => { },
    };
}
