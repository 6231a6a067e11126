using System.Collections.Concurrent;
using AgentBus.AgentSdk.Workers;
using AgentBus.Contracts;
using AgentBus.Hosting.Bus;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.AgentSdk.Memory;

/// <summary>Asks the orchestrator and waits for its answer on a queue of this process.</summary>
internal sealed class MemoryClient(ReplyQueue replies, WorkerMessages messages, WorkerClock clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Guid, TaskCompletionSource<MemoryAnswer>> asked = new();

    /// <summary>Adds the client and its queue, once.</summary>
    public static void AddTo(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(ReplyQueue)))
        {
            return;
        }

        var queue = new ReplyQueue($"{Queues.Memory}.{Guid.CreateVersion7():N}");
        services.AddSingleton(queue);
        services.AddSingleton<MemoryClient>();
        services.AddBusEndpoint(new BusEndpoint
        {
            Queue = queue.Name,
            IsTemporary = true,
            Types = [WireType.Of(ContractsJson.Default.MemoryAnswer)],
            Concurrency = 16,
            Register = _ => { },
            Configure = (context, receive) => receive.Handler<MemoryAnswer>(answer =>
            {
                context.GetRequiredService<MemoryClient>().Answered(answer.Message);
                return Task.CompletedTask;
            }),
        });
    }

    /// <summary>What is found by key or by text.</summary>
    public async Task<IReadOnlyList<MemoryFound>> AskAsync(
        DispatchAttempt dispatch, string? key, string? text, int top, CancellationToken cancellationToken)
    {
        var request = new MemoryRequest(dispatch.Tenant, dispatch.Workflow, Guid.CreateVersion7(), replies.Name, key, text, top);
        var answer = asked[request.RequestId] = new TaskCompletionSource<MemoryAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await messages.SendAsync(Queues.Memory, request, ContractsJson.Default.MemoryRequest, dispatch.Tenant, dispatch.Run, cancellationToken);
            var answered = await answer.Task.WaitAsync(Patience, clock.Time, cancellationToken);
            return answered.Failure is { } failure ? throw new AgentMemoryException(failure.Message) : answered.Found;
        }
        catch (TimeoutException exception)
        {
            throw new AgentMemoryException($"The memory of {dispatch.Workflow.Namespace}/{dispatch.Workflow.Name} was not heard of within {Patience.TotalSeconds} s. Is an orchestrator running?", exception);
        }
        catch (Exception exception) when (exception is MessageRefusedException or BusException)
        {
            throw new AgentMemoryException($"The memory cannot be asked: {exception.Message}", exception);
        }
        finally
        {
            asked.TryRemove(request.RequestId, out _);
        }
    }

    // An answer that nobody waits for any more came too late.
    private void Answered(MemoryAnswer answer)
    {
        if (asked.TryGetValue(answer.RequestId, out var waiting))
        {
            waiting.TrySetResult(answer);
        }
    }
}

/// <summary>Name of the queue where this process waits for answers.</summary>
internal sealed record ReplyQueue(string Name);
