using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentBus.AgentSdk.Tests.Agents;

internal sealed record ClerkInput(string Work, int? Size = null);

internal sealed record ClerkOutput(string Said);

/// <summary>Does what its input says, so that a test decides how an attempt goes.</summary>
[Agent("clerk", Version = "1.4.0", Capabilities = ["filing"], Concurrency = 2, Prompts = ["colour"])]
internal sealed class ClerkAgent : IAgent<ClerkInput, ClerkOutput>
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> gates = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> entered = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> told = new();

    public async Task<AgentResult<ClerkOutput>> RunAsync(ClerkInput input, AgentContext context, CancellationToken cancellationToken)
    {
        Of(entered, context.Step).TrySetResult();
        switch (input.Work)
        {
            case "echo":
                context.Progress(0.5, "half way");
                return new ClerkOutput($"{context.IdempotencyKey} {context.Attempt} {context.Feedback}");
            case "wait":
                await Of(gates, context.Step).Task.WaitAsync(cancellationToken);
                return new ClerkOutput("waited");
            case "wait, deaf":
                using (cancellationToken.Register(() => Of(told, context.Step).TrySetResult()))
                {
                    await Of(gates, context.Step).Task;
                }

                return new ClerkOutput("waited");
            case "throw":
                throw new HttpRequestException(new string('x', input.Size ?? 10));
            case "large":
                return new ClerkOutput(new string('x', input.Size ?? 0));
            case "learn":
                await context.Memory.PutAsync("seen", JsonSerializer.SerializeToElement(input.Size), TimeSpan.FromHours(1), cancellationToken);
                return new ClerkOutput($"{await context.Memory.GetAsync("seen", cancellationToken)}");
            case "recall":
                var one = await context.Memory.GetAsync("seen", cancellationToken);
                var found = await context.Memory.SearchAsync("quorum", 3, cancellationToken);
                return new ClerkOutput($"{one?.GetRawText() ?? "nothing"}, {string.Join(" ", found.Select(memory => memory.Key))}");
            case "learn too much":
                await context.Memory.PutAsync("big", JsonSerializer.SerializeToElement(new string('x', 70_000)), null, cancellationToken);
                return new ClerkOutput("never");
            case "judge":
                context.Judge(Answer($"{new Guid(1, 0, 0, new byte[8])}"), 1);
                context.Judge(Answer(new Guid(1, 0, 0, new byte[8])), 0.25);
                context.Judge(Answer(null), 0.5);
                return AgentResult.Transient("judged", "It was judged all the same.");
            case "judge badly":
                context.Judge(Answer(Guid.NewGuid()), 1.5);
                return new ClerkOutput("never");
            case "limited":
                return AgentResult.RateLimited(TimeSpan.FromSeconds(90), "too many requests");
            default:
                return AgentResult.Permanent("unknown-work", $"No work '{input.Work}'.");
        }
    }

    /// <summary>Completes when the step's work has begun.</summary>
    public Task EnteredAsync(string step) => Of(entered, step).Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    /// <summary>Completes when deaf work was told to stop.</summary>
    public Task ToldAsync(string step) => Of(told, step).Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    /// <summary>Lets waiting work end.</summary>
    public void Release(string step) => Of(gates, step).TrySetResult();

    private static ChatResponse Answer(object? decision) => new(new ChatMessage(ChatRole.Assistant, "blue"))
    {
        AdditionalProperties = decision is null ? null : new AdditionalPropertiesDictionary { ["agentbus.decision"] = decision },
    };

    private static TaskCompletionSource Of(ConcurrentDictionary<string, TaskCompletionSource> all, string step) =>
        all.GetOrAdd(step, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
