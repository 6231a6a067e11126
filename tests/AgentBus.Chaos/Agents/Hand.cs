using System.Diagnostics;
using System.Text.Json;
using AgentBus.AgentSdk;
using AgentBus.Chaos.Outside;
using Microsoft.Extensions.AI;

namespace AgentBus.Chaos.Agents;

/// <summary>The agent of the load: it has one effect on the outside world for each step, and fails as it is told to.</summary>
internal abstract class Hand(WorldClient world) : IAgent<HandInput, HandOutput>
{
    public const string Name = "hand";

    public async Task<AgentResult<HandOutput>> RunAsync(HandInput input, AgentContext context, CancellationToken cancellationToken)
    {
        if (input.Mischief != Mischief.None)
        {
            return await MisbehaveAsync(input, context);
        }

        if (input.PriceUsd > 0)
        {
            var charge = new WorldCharge(input.Case, context.Run, context.Step, context.Attempt, input.PriceUsd);
            await context.Chat.GetResponseAsync(JsonSerializer.Serialize(charge, WorldJson.Default.WorldCharge), cancellationToken: cancellationToken);
        }

        if (input.Milliseconds > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(input.Milliseconds), TimeProvider.System, cancellationToken);
        }

        if (input.Refuses)
        {
            return AgentResult.Permanent("refuses", "It was told to fail for good.");
        }

        var fails = input.Failures > 0 && await world.TryAsync(input.Case, input.Effect, $"{context.Step} {context.Attempt}", cancellationToken) <= input.Failures;
        if (input.Effect.Length > 0 && (!fails || input.Late))
        {
            await world.ApplyAsync(new WorldEffect(input.Case, input.Effect, context.IdempotencyKey), cancellationToken);
        }

        return fails ? AgentResult.Transient("told-to", "It was told to fail.") : new HandOutput(input.Effect, context.IdempotencyKey);
    }

    private static async Task<AgentResult<HandOutput>> MisbehaveAsync(HandInput input, AgentContext context)
    {
        switch (input.Mischief)
        {
            case Mischief.Die:
                using (var self = Process.GetCurrentProcess())
                {
                    self.Kill();
                    await self.WaitForExitAsync(CancellationToken.None);
                }

                break;
            case Mischief.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
                break;
            case Mischief.Throw:
                throw new InvalidOperationException(new string('x', input.Bytes));
        }

        return new HandOutput(input.Effect, context.IdempotencyKey, new string('x', input.Bytes));
    }
}

/// <summary>The version that is deployed.</summary>
[Agent(Name, Version = "1.0.0", Concurrency = 16)]
internal sealed class HandOne(WorldClient world) : Hand(world);

/// <summary>The version that replaces it.</summary>
[Agent(Name, Version = "1.1.0", Concurrency = 16)]
internal sealed class HandTwo(WorldClient world) : Hand(world);
