using AgentBus.TestKit.Processes;

namespace AgentBus.Tests.Shared;

/// <summary>What the gateway adds to a call, as a process of its own with a limit to hold: the same calls through it and straight to the provider, in turns.</summary>
internal static class GatewayOverhead
{
    private const int Rounds = 5;
    private const int Calls = 400;

    /// <summary>Milliseconds added to the median, at 1 caller and at 10: the median over the rounds.</summary>
    /// <param name="database">Connection string of an empty PostgreSQL database that holds budgets and decisions for all gateways; null = each process for itself.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<(double AtOne, double AtTen)> MeasureAsync(string? database, CancellationToken cancellationToken)
    {
        await using var provider = await SwitchedProvider.StartAsync();
        var settings = Settings(provider);
        if (database is not null)
        {
            (settings["Store__Provider"], settings["Store__ConnectionString"]) = ("postgres", database);
            await ServiceProcess.RunAsync("ModelGateway", settings, cancellationToken, "setup");
        }

        await using var gateway = await ServiceProcess.StartAsync("ModelGateway", settings, cancellationToken, "run");
        using var http = new HttpClient();
        var straight = new GatewayCaller(http, new Uri($"{provider.Url}/chat/completions"), "m");
        var through = new GatewayCaller(http, new Uri(gateway.Address, "v1/chat/completions"), "auto");
        await straight.CallAsync(Calls, 10, cancellationToken);
        await through.CallAsync(Calls * 3, 10, cancellationToken);
        return (await AddedAsync(straight, through, 1, cancellationToken), await AddedAsync(straight, through, 10, cancellationToken));
    }

    private static async Task<double> AddedAsync(GatewayCaller straight, GatewayCaller through, int atOnce, CancellationToken cancellationToken)
    {
        var added = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            added[round] = -Median(await straight.CallAsync(Calls, atOnce, cancellationToken)) + Median(await through.CallAsync(Calls, atOnce, cancellationToken));
        }

        Array.Sort(added);
        return Median(added);
    }

    private static double Median(double[] ascending) => ascending[ascending.Length / 2];

    private static Dictionary<string, string> Settings(SwitchedProvider provider) => new()
    {
        ["Models__Providers__p__Kind"] = "OpenAI",
        ["Models__Providers__p__BaseUrl"] = provider.Url,
        ["Models__Models__m__Provider"] = "p",
        ["Models__Models__m__InputUsdPerMillion"] = "1",
        ["Models__Models__m__OutputUsdPerMillion"] = "1",
        ["Models__Budgets__0__Scope"] = "tenant",
        ["Models__Budgets__0__LimitUsd"] = "1000",
    };
}
