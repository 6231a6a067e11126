using AgentBus.Cli.Api;
using AgentBus.Cli.Runs;

namespace AgentBus.Cli.Tests.Runs;

public sealed class StepTreeTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Steps_lie_in_the_step_whose_task_and_items_hold_them()
    {
        var tree = StepTree.Build(
        [
            Step("/do/1/gather/do/0/read[1]#1", "/do/1/gather/do/0/read", "read", 3),
            Step("/do/0/route#1", "/do/0/route", "route", 0),
            Step("/do/1/gather/do/0/read[0]#1", "/do/1/gather/do/0/read", "read", 2),
            Step("/do/1/gather#1", "/do/1/gather", "gather", 1),
            Step("/do/10/other#1", "/do/10/other", "other", 4),
        ]);
        Write(tree).ShouldBe("route gather(read[0] read[1]) other");
    }

    [Fact]
    public void Items_of_a_loop_in_a_loop_lie_under_their_own_item()
    {
        var tree = StepTree.Build(
        [
            Step("/do/0/out#1", "/do/0/out", "out", 0),
            Step("/do/0/out/do/0/in[0]#1", "/do/0/out/do/0/in", "in", 1),
            Step("/do/0/out/do/0/in[1]#1", "/do/0/out/do/0/in", "in", 2),
            Step("/do/0/out/do/0/in/do/0/x[0][5]#1", "/do/0/out/do/0/in/do/0/x", "x", 3),
            Step("/do/0/out/do/0/in/do/0/x[1][5]#1", "/do/0/out/do/0/in/do/0/x", "x", 4),
        ]);
        Write(tree).ShouldBe("out(in[0](x[5]) in[1](x[5]))");
    }

    [Fact]
    public void A_second_visit_says_so_and_no_step_is_lost()
    {
        var tree = StepTree.Build([Step("/do/0/a#1", "/do/0/a", "a", 0), Step("/do/0/a#3", "/do/0/a", "a", 1), Step("odd", "odd", "odd", 2)]);
        Write(tree).ShouldBe("a a (visit 2) odd");
    }

    private static string Write(IReadOnlyList<StepNode> nodes) =>
        string.Join(' ', nodes.Select(node => node.Label + (node.Children.Count == 0 ? "" : $"({Write(node.Children)})")));

    private static Step Step(string id, string task, string name, int second) =>
        new(id, task, name, "agent", "Completed", 1, null, null, Now.AddSeconds(second), null, 0, 0, null);
}
