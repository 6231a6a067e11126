using AgentBus.TestKit.Processes;

namespace AgentBus.Tests.Shared;

/// <summary>One of two providers fails for a minute while a caller calls ten times a second: what that costs.</summary>
internal static class GatewayOutage
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static async Task<GatewayOutageResult> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var first = await SwitchedProvider.StartAsync();
        await using var second = await SwitchedProvider.StartAsync();
        await using var gateway = await ServiceProcess.StartAsync("ModelGateway", Settings(first, second), cancellationToken, "run");
        using var http = new HttpClient();
        var caller = new GatewayCaller(http, new Uri(gateway.Address, "v1/chat/completions"), "auto");
        var usual = await caller.CallAsync(500, 1, cancellationToken);
        first.IsDown = true;
        var during = new List<(double Milliseconds, bool HasMetIt)>();
        for (var start = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(start) < Outage;)
        {
            var before = first.Failures;
            var took = await caller.CallAsync(cancellationToken);
            during.Add((took, first.Failures > before));
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }

        var others = during.Where(x => !x.HasMetIt).Select(x => x.Milliseconds).Order().ToArray();
        var median = usual[usual.Length / 2];
        return new GatewayOutageResult(first.Failures, during.Count, others[others.Length / 2] - median, others[(int)(others.Length * 0.99)] - median, during.Max(x => x.Milliseconds) - median);
    }

    private static Dictionary<string, string> Settings(SwitchedProvider first, SwitchedProvider second) => new()
    {
        ["Models__Default"] = "a",
        ["Models__Providers__first__Kind"] = "OpenAI",
        ["Models__Providers__first__BaseUrl"] = first.Url,
        ["Models__Providers__second__Kind"] = "OpenAI",
        ["Models__Providers__second__BaseUrl"] = second.Url,
        ["Models__Models__a__Provider"] = "first",
        ["Models__Models__b__Provider"] = "second",
    };
}
