using System.Diagnostics;
using System.Diagnostics.Metrics;
using AgentBus.AgentSdk.Registration;
using AgentBus.Contracts;

namespace AgentBus.AgentSdk.Attempts;

/// <summary>An attempt as a span and its duration: the <c>invoke_agent</c> of the OpenTelemetry GenAI conventions, as the worker sees it. Never holds input or output.</summary>
internal sealed class AttemptSpan : IDisposable
{
    private const string Operation = "invoke_agent";
    private const string OperationName = "gen_ai.operation.name";
    private const string AgentName = "gen_ai.agent.name";
    private const string AgentVersion = "gen_ai.agent.version";
    private const string ErrorType = "error.type";
    private static readonly ActivitySource Source = new("AgentBus.Agent");
    private static readonly Meter Meter = new("AgentBus.Agent");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("gen_ai.invoke_agent.duration", "s", "Duration of an attempt.");

    private readonly Activity? activity;
    private TagList tags;

    private AttemptSpan(Activity? activity, AgentDescriptor agent) =>
        (this.activity, tags) = (activity, new TagList { { OperationName, Operation }, { AgentName, agent.Name }, { AgentVersion, agent.Version } });

    public static AttemptSpan Start(AgentDescriptor agent, DispatchAttempt dispatch)
    {
        var span = Source.StartActivity($"{Operation} {agent.Name}")?
            .SetTag(OperationName, Operation)
            .SetTag(AgentName, agent.Name)
            .SetTag(AgentVersion, agent.Version)
            .SetTag("gen_ai.conversation.id", dispatch.Run.ToString())
            .SetTag("gen_ai.workflow.name", $"{dispatch.Workflow.Namespace}/{dispatch.Workflow.Name}")
            .SetTag("agentbus.tenant", dispatch.Tenant)
            .SetTag("agentbus.run", dispatch.Run)
            .SetTag("agentbus.step", dispatch.Step)
            .SetTag("agentbus.attempt", dispatch.Attempt);
        return new AttemptSpan(span, agent);
    }

    public void Ended(Ending ending, AttemptUsage? usage, TimeSpan took)
    {
        activity?.SetTag("agentbus.result", ending.Kind).SetTag("agentbus.cost.usd", (double?)usage?.CostUsd).SetTag("agentbus.model.calls", usage?.ModelCalls);
        if (ending.Kind != AgentResultKind.Done)
        {
            var error = ending.Failure?.Code ?? ending.Kind.ToString();
            activity?.SetTag(ErrorType, error).SetStatus(ActivityStatusCode.Error);
            tags.Add(ErrorType, error);
        }

        Duration.Record(took.TotalSeconds, tags);
    }

    public void Dispose() => activity?.Dispose();
}
