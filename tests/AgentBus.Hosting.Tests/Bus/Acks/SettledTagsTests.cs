using AgentBus.Hosting.Bus.RabbitMq.Acks;

namespace AgentBus.Hosting.Tests.Bus.Acks;

public sealed class SettledTagsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_prefix_ends_before_the_first_open_delivery_in_whatever_order_they_are_settled(int seed)
    {
        var order = Enumerable.Range(1, 500).ToArray();
        new Random(seed).Shuffle(order);
        var (settled, all) = (new SettledTags(), new HashSet<int>());

        foreach (var tag in order)
        {
            settled.Add((ulong)tag);
            all.Add(tag);

            var firstOpen = Enumerable.Range(1, 501).First(number => !all.Contains(number));
            settled.Prefix.ShouldBe((ulong)(firstOpen - 1));
        }
    }

    [Fact]
    public void Nothing_is_settled_before_the_first_delivery_is()
    {
        var settled = new SettledTags();
        settled.Prefix.ShouldBe(0ul);

        settled.Add(2);
        settled.Prefix.ShouldBe(0ul);

        settled.Add(1);
        settled.Prefix.ShouldBe(2ul);
    }
}
