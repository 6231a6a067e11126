using AgentBus.AgentSdk.Chat;
using AgentBus.AgentSdk.Memory;
using AgentBus.AgentSdk.Registration;
using AgentBus.AgentSdk.Workers;
using AgentBus.Contracts;
using Microsoft.Extensions.AI;

namespace AgentBus.AgentSdk.Attempts;

/// <summary>Makes what an agent sees of its attempt.</summary>
internal sealed class ContextFactory(
    AgentDescriptor descriptor, IChatClient chat, MemoryClient memory, WorkerMessages messages, WorkerClock clock)
{
    public AgentDescriptor Descriptor => descriptor;

    public WorkerClock Clock => clock;

    public AttemptMemory Memory(DispatchAttempt dispatch) => new(memory, dispatch);

    public AgentContext Create(DispatchAttempt dispatch, UsageMeter meter, AttemptMemory memories, AttemptJudgements judgements, CancellationToken stop)
    {
        var progress = new ProgressReporter(dispatch, descriptor.Name, messages, clock, stop);
        return new AgentContext
        {
            Tenant = dispatch.Tenant,
            Agent = descriptor.Name,
            Run = dispatch.Run,
            Step = dispatch.Step,
            Attempt = dispatch.Attempt,
            IdempotencyKey = dispatch.IdempotencyKey,
            Workflow = dispatch.Workflow,
            Deadline = dispatch.Deadline,
            Feedback = dispatch.Feedback,
            Objective = dispatch.Objective,
            MaxCostUsd = dispatch.MaxCostUsd,
            MaxTokens = dispatch.MaxTokens,
            Chat = new AttemptChatClient(chat, dispatch, meter),
            Judge = judgements.Add,
            Memory = memories,
            Logger = clock.Logger,
            Progress = progress.Report,
        };
    }
}
