using AgentBus.Chaos.Agents;
using AgentBus.Chaos.Outside;

namespace AgentBus.Chaos.Tests;

public sealed class OutsideWorldTests
{
    [Fact]
    public async Task An_effect_is_applied_once_for_each_key_however_often_it_is_asked_for()
    {
        await using var world = await OutsideWorld.OpenAsync(7);
        world.Faults = 0.3;
        using var client = new WorldClient(new HttpClient { BaseAddress = new Uri(world.Url) });
        foreach (var key in new[] { "one", "one", "two" })
        {
            await client.ApplyAsync(new WorldEffect("c", "pay", key), CancellationToken.None);
        }

        world.Effects.Single().Keys.ShouldBe(["one", "two"], ignoreOrder: true);
        world.Requests.ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public async Task Tries_are_counted_from_one()
    {
        await using var world = await OutsideWorld.OpenAsync(7);
        using var client = new WorldClient(new HttpClient { BaseAddress = new Uri(world.Url) });

        (await client.TryAsync("c", "pay", "first", CancellationToken.None)).ShouldBe(1);
        (await client.TryAsync("c", "pay", "second", CancellationToken.None)).ShouldBe(2);
    }
}
