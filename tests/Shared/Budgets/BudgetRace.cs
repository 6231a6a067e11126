using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using AgentBus.Models.Budgets;
using AgentBus.Storage;
using AgentBus.TestKit.Processes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Tests.Shared;

/// <summary>Callers spend a tenant's budget over four gateways on one store, until each is refused; one gateway is killed when a quarter is spent.</summary>
internal sealed class BudgetRace(string connectionString)
{
    public const int Gateways = 4;
    public const int Callers = 64;
    private const decimal LimitUsd = 60m;
    private const string Tenant = "acme";

    private readonly ConcurrentDictionary<HttpStatusCode, int> _answers = new();

    private volatile ServiceProcess? _killed;

    public async Task<BudgetRaceResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var provider = await SlowProvider.StartAsync(TimeSpan.FromMilliseconds(30));
        var settings = Settings(provider);
        var (code, output) = await ServiceProcess.RunAsync("ModelGateway", settings, cancellationToken, "setup");
        if (code != 0)
        {
            throw new InvalidOperationException($"The store could not be set up: {output}");
        }

        var gateways = new List<ServiceProcess>();
        await using var stores = Stores();
        var ledger = stores.GetRequiredService<IBudgetLedger>();
        long start;
        try
        {
            // One after the other: a machine that is busy with four starts may answer none of them in time.
            while (gateways.Count < Gateways)
            {
                gateways.Add(await ServiceProcess.StartAsync("ModelGateway", settings, cancellationToken, "run"));
            }

            start = TimeProvider.System.GetTimestamp();
            await SpendAsync(gateways, ledger, cancellationToken);
        }
        finally
        {
            await Task.WhenAll(gateways.Select(gateway => gateway.DisposeAsync().AsTask()));
        }

        var took = TimeProvider.System.GetElapsedTime(start);
        var before = await LineAsync(ledger, cancellationToken);
        await ledger.SweepAsync(before.UpdatedAt.AddHours(2), DateTimeOffset.UnixEpoch, 1_000, cancellationToken);
        var after = await LineAsync(ledger, cancellationToken);
        return new BudgetRaceResult(LimitUsd, before.SpentUsd, before.ReservedUsd, provider.OwedUsd, after.SpentUsd, after.ReservedUsd, _answers, took);
    }

    private async Task SpendAsync(List<ServiceProcess> gateways, IBudgetLedger ledger, CancellationToken cancellationToken)
    {
        var callers = Enumerable.Range(0, Callers).Select(caller => CallUntilRefusedAsync(gateways[caller % Gateways], cancellationToken)).ToList();
        while ((await ledger.ReadAsync(new BudgetQuery(Tenant, BudgetScopeKind.Tenant), cancellationToken)).Sum(line => line.SpentUsd) < LimitUsd / 4)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }

        _killed = gateways[^1];
        await _killed.KillAsync();
        await Task.WhenAll(callers);
    }

    private async Task CallUntilRefusedAsync(ServiceProcess gateway, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = gateway.Address };
        var call = new { model = "m", max_tokens = 400, messages = new[] { new { role = "user", content = "Do it." } }, metadata = new { agentbus_tenant = Tenant } };
        try
        {
            for (var status = HttpStatusCode.OK; status == HttpStatusCode.OK;)
            {
                using var answer = await http.PostAsJsonAsync("/v1/chat/completions", call, cancellationToken);
                status = answer.StatusCode;
                _answers.AddOrUpdate(status, 1, (_, count) => count + 1);
            }
        }
        catch (HttpRequestException) when (ReferenceEquals(gateway, _killed))
        {
            // It is gone, and its caller with it.
        }
    }

    private static async Task<BudgetLine> LineAsync(IBudgetLedger ledger, CancellationToken cancellationToken) =>
        (await ledger.ReadAsync(new BudgetQuery(Tenant, BudgetScopeKind.Tenant), cancellationToken)).Single();

    private ServiceProvider Stores() => new ServiceCollection().AddLogging()
        .AddStore(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Store:Provider"] = "postgres", ["Store:ConnectionString"] = connectionString }).Build())
        .BuildServiceProvider();

    private Dictionary<string, string> Settings(SlowProvider provider) => new()
    {
        ["Store__Provider"] = "postgres",
        ["Store__ConnectionString"] = connectionString,
        ["Models__Providers__p__Kind"] = "OpenAI",
        ["Models__Providers__p__BaseUrl"] = provider.Url,
        ["Models__Models__m__Provider"] = "p",
        ["Models__Models__m__InputUsdPerMillion"] = "1000",
        ["Models__Models__m__OutputUsdPerMillion"] = "1000",
        ["Models__Budgets__0__Scope"] = "tenant",
        ["Models__Budgets__0__LimitUsd"] = $"{LimitUsd:0}",
    };
}
