using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Events;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>Publishes a CloudEvents 1.0 event; the output is the event. Members that the template lacks are filled in.</summary>
internal sealed class EmitExecutor : TaskExecutor<EmitTask, SimpleFrame>
{
    public override string Kind => "emit";

    protected override void Begin(Machine machine, SimpleFrame step, EmitTask task)
    {
        var given = new Scope(machine, step, step.Input).Render(task.Event.Root);
        if (machine.Documents.AnyMissing)
        {
            return;
        }

        if (string.IsNullOrEmpty(given.Text("type")))
        {
            throw new WorkflowFault(new WorkflowError(
                ErrorTypes.Validation, 400, "Not a CloudEvent", $"The event of {task.Path} needs a type, a text that is not empty.", task.Path));
        }

        var complete = Complete(machine, step, given);
        if (CloudEventRules.Check(complete, "").ToList() is { Count: > 0 } problems)
        {
            throw new WorkflowFault(new WorkflowError(ErrorTypes.Validation, 400, "Not a CloudEvent",
                $"The event of {task.Path}: {string.Join(" ", problems.Select(problem => $"{problem.Path}: {problem.Message}"))}", task.Path));
        }

        if (Json.SizeOf(complete) > machine.Limits.ValueBytes)
        {
            throw new WorkflowFault(new WorkflowError(ErrorTypes.Runtime, 500, "Event too large",
                $"The event of {task.Path} is {Limits.InWords(Json.SizeOf(complete))}; a message may be {Limits.InWords(machine.Limits.ValueBytes)}.", task.Path));
        }

        machine.Effects.Add(new Effect.Publish(complete));
        machine.Effects.Record("event.published", step.Id, writer =>
        {
            writer.Member("id", complete.Text("id"));
            writer.Member("type", complete.Text("type"));
        });
        StepFlow.Complete(machine, step, new DataRef.Fresh(complete, $"{step.Id}/output"));
    }

    private static JsonElement Complete(Machine machine, SimpleFrame step, JsonElement given) => Json.Object(writer =>
    {
        writer.WriteString("specversion", "1.0");
        if (!given.TryGetProperty("id", out _))
        {
            writer.WriteString("id", StepGuid.Of(machine.State.Run, step.Id));
        }

        if (!given.TryGetProperty("source", out _))
        {
            writer.WriteString("source", $"/agentbus/{machine.Definition.Key.Namespace}/{machine.Definition.Key.Name}");
        }

        if (!given.TryGetProperty("time", out _))
        {
            writer.WriteString("time", machine.Now);
        }

        if (given.TryGetProperty("data", out _) && !given.TryGetProperty("datacontenttype", out _))
        {
            writer.WriteString("datacontenttype", "application/json");
        }

        foreach (var member in given.EnumerateObject().Where(member => member.Name != "specversion"))
        {
            member.WriteTo(writer);
        }
    });
}
