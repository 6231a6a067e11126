using AgentBus.Cli.Tests.Support;
using AgentBus.Gateway.Tests.Support;
using AgentBus.Models.Budgets;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Cli.Tests.Budgets;

public sealed class BudgetCommandTests(GatewayHost host) : IClassFixture<GatewayHost>
{
    [Fact]
    public async Task Spending_is_listed_and_a_limit_raised()
    {
        var shell = new Shell(host);
        await shell.OkAsync("budgets", "list");
        (shell.Out + shell.Error).ShouldContain("Nothing was spent on models.");

        var (ledger, id) = (host.Services.GetRequiredService<IBudgetLedger>(), Guid.NewGuid());
        var day = BudgetScope.Parse("day/default/2026-11-22");
        await ledger.ReserveAsync(new BudgetReservation(id, [new BudgetDraw(day, 2m)], 1m, DateTimeOffset.MaxValue.AddYears(-10)), default);
        await ledger.SettleAsync(id, 0.75m, default);
        (await shell.OkAsync("budgets", "list", "--scope", "day", "--for", "2026-11")).ShouldContain("day/default/2026-11-22");
        shell.Out.ShouldContain("$0.75");
        shell.Out.ShouldContain("$1.25");

        await shell.OkAsync("budgets", "raise", "day/default/2026-11-22", "3");
        shell.Error.ShouldContain("$3 added to its limit");
        (await ledger.ReadAsync([day], default)).Single().LeftUsd.ShouldBe(4.25m);
        (await shell.RunAsync("budgets", "raise", "nonsense", "3")).ShouldBe(ExitCode.Failed);
        shell.Error.ShouldContain("one of your tenant's budgets is wanted");
    }
}
