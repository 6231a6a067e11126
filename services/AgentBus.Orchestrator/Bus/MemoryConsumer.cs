using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Hosting.Bus;
using AgentBus.Storage.Memory;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace AgentBus.Orchestrator.Bus;

/// <summary>
/// Answers what agents ask about the memory of their workflow. An answer that finds no queue is dropped: the worker that asked is gone, and its
/// attempt is dispatched again.
/// </summary>
internal sealed class MemoryConsumer(IMemoryStore memory, IMessageSender sender, TimeProvider clock, ILogger<MemoryConsumer> logger)
    : IConsumer<MemoryRequest>
{
    // An answer shares the limit of a message; what is beyond it is left out, worst last.
    private const int AnswerBytes = 768 * 1024;

    public async Task Consume(ConsumeContext<MemoryRequest> context)
    {
        var request = context.Message;
        var answer = await AnswerAsync(request, context.CancellationToken);
        var headers = new Dictionary<string, string> { [WireHeaders.Tenant] = request.Tenant };
        try
        {
            await sender.SendAsync(
                new OutgoingMessage(
                    request.RequestId, request.ReplyTo, "", nameof(MemoryAnswer), "application/json",
                    JsonSerializer.SerializeToUtf8Bytes(answer, ContractsJson.Default.MemoryAnswer), headers),
                context.CancellationToken);
        }
        catch (MessageRefusedException e)
        {
            Log.MemoryAnswerDropped(logger, request.RequestId, request.ReplyTo, e.Message);
        }
    }

    private async Task<MemoryAnswer> AnswerAsync(MemoryRequest request, CancellationToken cancellationToken)
    {
        var scope = new MemoryScope(request.Tenant, request.Workflow.Namespace, request.Workflow.Name);
        var now = clock.GetUtcNow();
        if (request.Key is { } key)
        {
            return await memory.GetAsync(scope, key, now, cancellationToken) is { } one ? Found(request, [one]) : Found(request, []);
        }

        if (request.Text is not { } text || request.Top is < 1 or > MemoryLimits.Found)
        {
            return new MemoryAnswer(request.RequestId, [], new AgentFailure(
                "bad-memory-request", $"A memory request names a key, or a text and a top of 1 to {MemoryLimits.Found}; top is {request.Top}."));
        }

        return Found(request, await memory.SearchAsync(scope, text, request.Top, now, cancellationToken));
    }

    private static MemoryAnswer Found(MemoryRequest request, IReadOnlyList<MemoryView> memories)
    {
        var bytes = 0;
        var fit = memories.TakeWhile(memory => (bytes += memory.Value.Length) <= AnswerBytes);
        return new MemoryAnswer(request.RequestId, [.. fit.Select(memory => new MemoryFound(
            memory.Key, JsonElement.Parse(memory.Value), memory.Run, memory.StoredAt, memory.ExpiresAt))]);
    }
}
