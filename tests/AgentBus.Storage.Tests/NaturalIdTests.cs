using AgentBus.Storage.Runs;

namespace AgentBus.Storage.Tests;

public sealed class NaturalIdTests
{
    private static readonly DateTimeOffset Time = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_id_of_a_time_is_the_same_each_time_and_another_for_another_name_or_time()
    {
        NaturalId.At(Time, "a", "b").ShouldBe(NaturalId.At(Time, "a", "b"));
        NaturalId.At(Time, "a", "b").ShouldNotBe(NaturalId.At(Time, "ab"));
        NaturalId.At(Time, "a", "b").ShouldNotBe(NaturalId.At(Time.AddMilliseconds(1), "a", "b"));
        NaturalId.At(Time, "a").Version.ShouldBe(8);
    }

    [Fact]
    public void Ids_of_times_are_in_the_order_of_time_among_those_of_version_7()
    {
        var ids = Enumerable.Range(0, 20).Select(n => Time.AddMinutes(n * 7)).Select((time, n) => n % 2 == 0 ? NaturalId.At(time, $"{n}") : Guid.CreateVersion7(time));

        ids.Select(id => id.ToString()).ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);
    }
}
