using AgentBus.Models.Gateway;
using AgentBus.Models.Tests.Gateway;
using Microsoft.Extensions.Options;

namespace AgentBus.Models.Tests.Routing;

/// <summary><c>Models:Pacing</c> in a gateway.</summary>
public sealed class CallPacingTests
{
    private const int Calls = 400;

    [Theory]
    [InlineData("learned", 0.3)]
    [InlineData("balanced", 0.3)]
    [InlineData("balanced", 0)]
    [InlineData("learned", 1)]
    public async Task The_dearest_model_gets_its_share_of_the_calls(string policy, double share)
    {
        using var gateway = Gateway(("Policy", policy), ("Pacing:DearestShare", $"{share}"));

        var models = await ModelsAsync(gateway, 4 * Calls);

        (models.Count(model => model == "dear") / (4.0 * Calls)).ShouldBe(share, 0.04, "however the measured latencies move the gain, a debt of 35 calls moves the quantile to its end");
        (await gateway.AskAsync()).AdditionalProperties![AnswerProperties.Reason]!.ToString()!.ShouldStartWith($"dear takes the {share * 100} of 100 calls that gain most by it; this is ");
    }

    [Fact]
    public async Task A_named_model_is_asked_whatever_the_share()
    {
        using var gateway = Gateway(("Policy", "learned"), ("Pacing:DearestShare", "0"));

        (await gateway.ModelOfAsync("dear")).ShouldBe("dear");
    }

    [Fact]
    public async Task The_mean_cost_of_a_call_comes_to_what_is_asked_once_the_price_is_found()
    {
        using var gateway = Gateway(("Policy", "balanced"));
        var (dear, cheap) = (await CostAsync(gateway, "dear"), await CostAsync(gateway, "cheap"));
        (await gateway.ModelOfAsync()).ShouldBe("dear", "it is worth its price to who holds no mean");
        var asked = (dear + (3 * cheap)) / 4;
        gateway.Change(("Pacing:UsdPerCall", asked.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        await ModelsAsync(gateway);

        var models = await ModelsAsync(gateway);

        var mean = (models.Count(model => model == "dear") * dear + models.Count(model => model == "cheap") * cheap) / Calls;
        mean.ShouldBe(asked, asked * 0.1m);
    }

    [Fact]
    public void What_makes_no_sense_stops_the_start()
    {
        Faults(("Pacing:DearestShare", "0.5")).ShouldBe(["Models:Pacing needs Models:Policy to be balanced or learned; the others do not weigh quality against cost."]);
        Faults(("Policy", "learned"), ("Pacing:DearestShare", "1.5")).ShouldBe(["Models:Pacing:DearestShare is 1.5; give 0 to 1."]);
        Faults(("Policy", "learned"), ("Pacing:UsdPerCall", "0")).ShouldBe(["Models:Pacing:UsdPerCall is 0; give US dollars over 0."]);
        Faults(("Policy", "learned"), ("Pacing:UsdPerCall", "1"), ("Pacing:DearestShare", "1")).ShouldBe(["Models:Pacing: give UsdPerCall or DearestShare, not both."]);
    }

    private static IEnumerable<string> Faults(params (string, string?)[] settings) => Should.Throw<OptionsValidationException>(() => Gateway(settings).Models).Failures;

    private static async Task<IReadOnlyList<string>> ModelsAsync(TestGateway gateway, int calls = Calls)
    {
        var models = new List<string>();
        for (var call = 0; call < calls; call++)
        {
            models.Add(await gateway.ModelOfAsync());
        }

        return models;
    }

    private static async Task<decimal> CostAsync(TestGateway gateway, string model) => (decimal)(await gateway.AskAsync(model)).AdditionalProperties![AnswerProperties.CostUsd]!;

    private static TestGateway Gateway(params (string Key, string? Value)[] more) => new(
    [
        ("Providers:sim:Kind", "Simulated"), ("Providers:sim:Simulated:Latency", "00:00:00"), ("SuccessUsd", "1"),
        ("Models:dear:Provider", "sim"), ("Models:dear:Quality", "0.9"), ("Models:dear:OutputUsdPerMillion", "50"), ("Models:dear:InputUsdPerMillion", "50"),
        ("Models:cheap:Provider", "sim"), ("Models:cheap:Quality", "0.6"), ("Models:cheap:OutputUsdPerMillion", "1"), ("Models:cheap:InputUsdPerMillion", "1"),
        .. more,
    ]);
}
