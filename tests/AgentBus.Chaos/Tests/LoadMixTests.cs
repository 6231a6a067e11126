using AgentBus.Chaos.Load;

namespace AgentBus.Chaos.Tests;

public sealed class LoadMixTests
{
    [Fact]
    public void A_seed_deals_the_same_cases_again()
    {
        static IEnumerable<string> Deal(int seed) => LoadMix.Standard.Deal(200, seed, "c").Select(one => $"{one.Name} {one.Input.ToJsonString()} {one.Approves}");

        Deal(7).ShouldBe(Deal(7));
        Deal(7).ShouldNotBe(Deal(8));
    }

    [Fact]
    public void A_small_load_has_every_kind_of_run() =>
        LoadMix.Standard.Deal(LoadMix.Standard.Weights.Count, 7, "c").Select(one => one.Workflow).ShouldBe(LoadMix.Standard.Weights.Keys, ignoreOrder: true);

    [Fact]
    public void Every_kind_of_run_has_a_definition() =>
        LoadMix.Standard.Weights.Keys.ShouldAllBe(workflow => Cases.Definitions().Any(text => text.Contains($"name: {workflow}", StringComparison.Ordinal)));
}
