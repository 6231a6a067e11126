using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using AgentBus.Models.Budgets;
using AgentBus.Storage;
using AgentBus.TestKit.Postgres;
using AgentBus.TestKit.Processes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.ModelGateway.Tests.Budgets;

/// <summary>Many callers, four gateways on one store, one of them killed in the middle: not a cent more than the limit is ever owed.</summary>
public sealed class FourGatewaysTests(PostgresFixture store) : IClassFixture<PostgresFixture>
{
    private const decimal LimitUsd = 60m;
    private const int Gateways = 4;
    private const int Callers = 64;

    private readonly ConcurrentDictionary<HttpStatusCode, int> _answers = new();

    [Fact]
    public async Task Nothing_is_overspent_by_sixty_four_callers_over_four_gateways_while_one_is_killed()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3), TimeProvider.System);
        await using var provider = await SlowProvider.StartAsync(TimeSpan.FromMilliseconds(30));
        var settings = Settings(provider);
        (await ServiceProcess.RunAsync("ModelGateway", settings, limit.Token, "setup")).ExitCode.ShouldBe(0);
        var gateways = await Task.WhenAll(Enumerable.Range(0, Gateways).Select(_ => ServiceProcess.StartAsync("ModelGateway", settings, limit.Token, "run")));
        await using var ledgers = Ledgers();
        var ledger = ledgers.GetRequiredService<IBudgetLedger>();
        try
        {
            var callers = Enumerable.Range(0, Callers).Select(caller => CallUntilRefusedAsync(gateways[caller % Gateways], limit.Token)).ToList();
            await SpentAsync(ledger, LimitUsd / 4, limit.Token);
            await gateways[^1].KillAsync();
            await Task.WhenAll(callers);
        }
        finally
        {
            await Task.WhenAll(gateways.Select(gateway => gateway.DisposeAsync().AsTask()));
        }

        var before = await LineAsync(ledger);
        before.SpentUsd.ShouldBeGreaterThan(LimitUsd / 4);
        (before.SpentUsd + before.ReservedUsd).ShouldBeLessThanOrEqualTo(LimitUsd);
        provider.OwedUsd.ShouldBeLessThanOrEqualTo(before.SpentUsd + before.ReservedUsd, "all that is owed was held before");
        await ledger.SweepAsync(before.UpdatedAt.AddDays(1).AddHours(-1), DateTimeOffset.UnixEpoch, 1000, limit.Token);

        var after = await LineAsync(ledger);
        after.ReservedUsd.ShouldBe(0m, "what the killed one held counts as spent");
        after.SpentUsd.ShouldBe(before.SpentUsd + before.ReservedUsd);
        _answers.Keys.ShouldBeSubsetOf([HttpStatusCode.OK, HttpStatusCode.PaymentRequired]);
        _answers[HttpStatusCode.PaymentRequired].ShouldBe(Callers * (Gateways - 1) / Gateways, "each caller of a living gateway was refused at the end");
    }

    /// <summary>Until its limit is reached, or its gateway is gone.</summary>
    private async Task CallUntilRefusedAsync(ServiceProcess gateway, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = gateway.Address };
        var call = new { model = "m", max_tokens = 400, messages = new[] { new { role = "user", content = "Do it." } }, metadata = new { agentbus_tenant = "acme" } };
        try
        {
            for (var status = HttpStatusCode.OK; status == HttpStatusCode.OK;)
            {
                using var answer = await http.PostAsJsonAsync("/v1/chat/completions", call, cancellationToken);
                status = answer.StatusCode;
                _answers.AddOrUpdate(status, 1, (_, count) => count + 1);
            }
        }
        catch (HttpRequestException) when (gateway.HasExited)
        {
            // It was killed.
        }
    }

    private static async Task SpentAsync(IBudgetLedger ledger, decimal usd, CancellationToken cancellationToken)
    {
        while ((await ledger.ReadAsync(new BudgetQuery("acme", BudgetScopeKind.Day), cancellationToken)).Sum(line => line.SpentUsd) < usd)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }
    }

    private static async Task<BudgetLine> LineAsync(IBudgetLedger ledger)
    {
        var lines = await ledger.ReadAsync(new BudgetQuery("acme", BudgetScopeKind.Tenant), default);
        return lines.Single();
    }

    private ServiceProvider Ledgers() => new ServiceCollection().AddLogging()
        .AddStore(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Store:Provider"] = "postgres", ["Store:ConnectionString"] = store.ConnectionString }).Build())
        .BuildServiceProvider();

    private Dictionary<string, string> Settings(SlowProvider provider) => new()
    {
        ["Store__Provider"] = "postgres",
        ["Store__ConnectionString"] = store.ConnectionString,
        ["Models__Providers__p__Kind"] = "OpenAI",
        ["Models__Providers__p__BaseUrl"] = provider.Url,
        ["Models__Models__m__Provider"] = "p",
        ["Models__Models__m__InputUsdPerMillion"] = "1000",
        ["Models__Models__m__OutputUsdPerMillion"] = "1000",
        ["Models__Budgets__0__Scope"] = "Tenant",
        ["Models__Budgets__0__LimitUsd"] = $"{LimitUsd}",
    };
}
