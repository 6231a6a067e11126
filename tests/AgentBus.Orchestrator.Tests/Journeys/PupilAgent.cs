using System.Text.Json;
using AgentBus.AgentSdk;
using AgentBus.Contracts;

namespace AgentBus.Orchestrator.Tests.Journeys;

internal sealed record Lesson(string Topic);

internal sealed record Learnt(int Asked, string Before, IReadOnlyList<string> Related, decimal? MaxCostUsd);

/// <summary>Remembers what it was asked, and says what it knew before.</summary>
[Agent("pupil", Version = "1.0.0", Concurrency = 2)]
internal sealed class PupilAgent : IAgent<Lesson, Learnt>
{
    private int asked;

    public async Task<AgentResult<Learnt>> RunAsync(Lesson input, AgentContext context, CancellationToken cancellationToken)
    {
        var before = await context.Memory.GetAsync("last", cancellationToken);
        var related = await context.Memory.SearchAsync(input.Topic, 5, cancellationToken);
        await context.Memory.PutAsync("last", JsonSerializer.SerializeToElement(input.Topic), null, cancellationToken);
        await context.Memory.PutAsync($"topic/{input.Topic}", JsonSerializer.SerializeToElement(new { text = input.Topic }), null, cancellationToken);
        return new Learnt(++asked, before?.GetString() ?? "nothing", [.. related.Select(memory => memory.Key)], context.MaxCostUsd);
    }
}
