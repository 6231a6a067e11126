using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentBus.Contracts;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Execution;

namespace AgentBus.Orchestrator.Runs;

/// <summary>Rows of runs that runs start. Ids are made from what they name.</summary>
internal static class ChildRows
{
    /// <summary>The Pending run; it is committed with the decision that starts it, so a message about it never finds it missing.</summary>
    public static NewRun Start(LoadedRun parent, ChildOrder order, DateTimeOffset now, string? traceParent)
    {
        var state = RunState.New(order.Run, now, new ParentRun(parent.Id, order.Step, order.Awaits), order.Depth);
        var start = RunStarts.Message(parent.Tenant, order.Run, now) with { TraceParent = traceParent };
        return new NewRun(
            order.Run, parent.Tenant, order.Definition.Namespace, order.Definition.Name, order.Definition.Version,
            Encoding.UTF8.GetBytes(order.Input.GetRawText()), state.ToBytes(), null, $"run {parent.Id}", now, start)
        {
            Parent = (parent.Id, order.Step),
        };
    }

    public static OutboxRow Cancel(LoadedRun parent, Effect.CancelChild cancel, DateTimeOffset now, string? traceParent)
    {
        var id = NaturalId.Of(cancel.Child.ToString(), "cancel", parent.Id.ToString());
        return Message(
            id, new CancelRun(parent.Tenant, cancel.Child, id, $"run {parent.Id}", cancel.Reason, cancel.Compensate),
            ContractsJson.Default.CancelRun, now, traceParent);
    }

    public static OutboxRow Tell(LoadedRun child, Effect.TellParent told, DateTimeOffset now, string? traceParent) => Message(
        NaturalId.Of(child.Id.ToString(), "finished", told.Parent.Step),
        new ChildFinished(child.Tenant, told.Parent.Run, told.Parent.Step, child.Id, told.Status.ToString(), told.Output, told.Error, told.CostUsd, told.Tokens),
        ContractsJson.Default.ChildFinished, now, traceParent);

    private static OutboxRow Message<T>(Guid id, T message, JsonTypeInfo<T> json, DateTimeOffset now, string? traceParent)
        where T : IRunMessage =>
        new(id, Queues.Orchestrator, "", typeof(T).Name, "application/json", JsonSerializer.SerializeToUtf8Bytes(message, json), now, TraceParent: traceParent);
}
