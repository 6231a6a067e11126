using AgentBus.AgentSdk.Workers;

namespace AgentBus.AgentSdk.Tests.Workers;

public sealed class LaneLineTests
{
    private readonly LaneLine<string> line = new();

    [Fact]
    public void The_highest_lane_goes_first_and_a_lane_keeps_its_order()
    {
        Add("low 1", "normal 1", "high 1", "low 2", "normal 2", "high 2");

        Take(6).ShouldBe(["high 1", "high 2", "normal 1", "normal 2", "low 1", "low 2"]);
        line.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Every_eighth_turn_goes_to_who_has_waited_longest()
    {
        Add("low 1", "normal 1");
        Add([.. Enumerable.Range(1, 20).Select(i => $"high {i}")]);

        var turns = Take(22);

        turns.IndexOf("low 1").ShouldBe(7);
        turns.IndexOf("normal 1").ShouldBe(15);
    }

    [Fact]
    public void A_lane_below_the_asked_one_gets_nothing_until_it_was_passed_often_enough()
    {
        Add("low 1");
        line.TryNext(Lane.Normal, out _).ShouldBeFalse();
        for (var i = 0; i < LaneLine<string>.MaxPassed; i++)
        {
            Add($"normal {i}");
            Next(Lane.Normal).ShouldBe($"normal {i}");
        }

        Next(Lane.Normal).ShouldBe("low 1");
    }

    [Fact]
    public void Who_left_gets_no_turn()
    {
        var place = line.Add(Lane.High, "high 1");
        Add("low 1");

        line.Remove(place).ShouldBeTrue();

        Next(Lane.Low).ShouldBe("low 1");
        line.Remove(place).ShouldBeFalse();
        line.TryNext(Lane.Low, out _).ShouldBeFalse();
    }

    private void Add(params string[] names)
    {
        foreach (var name in names)
        {
            line.Add(Enum.Parse<Lane>(name[..name.IndexOf(' ')], ignoreCase: true), name);
        }
    }

    private string? Next(Lane least) => line.TryNext(least, out var next) ? next : null;

    private List<string?> Take(int count) => [.. Enumerable.Range(0, count).Select(_ => Next(Lane.Low))];
}
