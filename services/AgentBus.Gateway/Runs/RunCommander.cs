using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentBus.Contracts;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Definitions;
using AgentBus.Gateway.Problems;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Execution;

namespace AgentBus.Gateway.Runs;

/// <summary>
/// Takes commands of operators. What the run cannot do as it is now is refused with 409; the engine asks again when the message arrives and
/// records <c>control.refused</c> where the run moved on in between.
/// </summary>
internal sealed class RunCommander(
    RunReader reader, IRunStore runs, IStepOrigins origins, DefinitionCatalog definitions, IOutboxStore outbox, TimeProvider clock)
{
    /// <summary>Commits the message; the answer is the run as it was before.</summary>
    /// <param name="command">Makes the message out of the command's id.</param>
    /// <param name="asked">The same as the engine's event.</param>
    public async Task<RunSummary> SendAsync<T>(
        Caller caller, Guid run, Func<Guid, T> command, JsonTypeInfo<T> json, Func<T, RunEvent> asked, CancellationToken cancellationToken)
        where T : IRunMessage
    {
        var view = await reader.GetAsync(caller.Tenant, run, cancellationToken);
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var message = command(id);
        if (await RefusalAsync(caller.Tenant, run, asked(message), cancellationToken) is { } refusal)
        {
            throw ApiProblem.Conflict(refusal.Code, $"Run {run}: {refusal.Reason}");
        }

        await outbox.AddAsync(caller.Tenant, run, [GatewayMessages.ToOrchestrator(id, message, json, now)], cancellationToken);
        return RunSummary.Of(view);
    }

    /// <summary>The step that a restart begins with, and where its input was; a step that never began has none.</summary>
    public async Task<(string Step, JsonElement Origin)> OriginAsync(Caller caller, Guid run, string from, CancellationToken cancellationToken)
    {
        await reader.GetAsync(caller.Tenant, run, cancellationToken);
        return await origins.FindAsync(caller.Tenant, run, from, cancellationToken) is { } began
            ? (began.Step, JsonElement.Parse(began.Data))
            : (from, JsonElement.Parse("{}"));
    }

    private async Task<ControlRefusal?> RefusalAsync(string tenant, Guid run, RunEvent asked, CancellationToken cancellationToken)
    {
        var row = await runs.LoadAsync(tenant, run, cancellationToken) ?? throw ApiProblem.NotFound("run", run);
        var definition = await definitions.FindAsync(
            tenant, new WorkflowReference(row.Namespace, row.Name, row.DefinitionVersion), cancellationToken);
        return RunControl.Refusal(definition, RunState.FromBytes(row.EngineState), asked);
    }
}
