using AgentBus.Conformance.Outside;
using AgentBus.Orchestrator.Calls;
using AgentBus.Testing;

namespace AgentBus.Conformance.Workflows;

/// <summary>All that a workflow of the standard meets outside. Calls are made by the built-in agent, as in production; hosts and commands are stand-ins.</summary>
internal sealed class World
{
    private static readonly CallsOptions Allowed = new()
    {
        Commands = StandInCommands.Names,
    };

    private readonly CallRunner calls;

    public World(StandInServers servers)
    {
        servers.Reset();
        calls = new CallRunner(Allowed, servers.Handler, new StandInSecrets(), TimeProvider.System);
    }

    public WorkflowTestHost Host(string definition) => WorkflowTestHost.FromYaml(definition)
        .Agent("calls", Call)
        .Workflow("test", "register-customer", input => ChildReply.Done(new { registered = input.GetProperty("customer") }));

    private AgentReply Call(AgentCall call) =>
        calls.RunAsync(call.Input, new CallIdentity("default", call.Order.IdempotencyKey), CancellationToken.None).GetAwaiter().GetResult() switch
        {
            CallResult.Done done => AgentReply.Done(done.Output),
            CallResult.Failed { MayPass: true } failed => AgentReply.Transient(failed.Message, failed.Code),
            CallResult.Failed failed => AgentReply.Permanent(failed.Message, failed.Code),
            var other => throw new InvalidOperationException($"A call ended as {other.GetType().Name}."),
        };
}
