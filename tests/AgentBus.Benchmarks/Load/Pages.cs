using System.Diagnostics;
using System.Net.Http.Headers;
using AgentBus.TestKit.Processes;

namespace AgentBus.Benchmarks;

/// <summary>What people look at, asked of a gateway, one request after another.</summary>
internal sealed class Pages : IDisposable
{
    private const int Warmups = 10;
    private const int Times = 50;

    private readonly HttpClient _http;

    public Pages(ServiceProcess gateway, string key)
    {
        _http = new HttpClient { BaseAddress = gateway.Address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Trim());
    }

    /// <summary>Lists of runs; the last one by a word that many inputs hold.</summary>
    public static IReadOnlyList<(string Name, string Path)> OfRuns { get; } =
    [
        ("newest runs", "/v1/runs"), ("completed runs", "/v1/runs?state=Completed"), ("open runs", "/v1/runs?state=open"),
        ("runs of a workflow", $"/v1/runs?workflow={Workflows.Five}"), ("runs of an agent", "/v1/runs?agent=echo"), ("stuck runs", "/v1/runs/stuck"),
        ("runs by a word", $"/v1/runs?text={Payload.Text(0).Split(' ')[0]}"),
    ];

    /// <summary>A run's own; the second half of its history from the middle on.</summary>
    public static IReadOnlyList<(string Name, string Path)> OfRun(Guid run, int items) =>
    [
        ("the run", $"/v1/runs/{run}"), ("its steps", $"/v1/runs/{run}/steps"), ("its history", $"/v1/runs/{run}/history"),
        ("its history from the middle on", $"/v1/runs/{run}/history?after={items * 2}"),
    ];

    /// <summary>Milliseconds until the whole answer is there, the median for each page.</summary>
    public async Task<IReadOnlyList<double>> TimeAsync(IReadOnlyList<(string Name, string Path)> pages)
    {
        var medians = new List<double>();
        foreach (var (_, path) in pages)
        {
            var milliseconds = new List<double>();
            for (var i = 0; i < Warmups + Times; i++)
            {
                var asked = Stopwatch.GetTimestamp();
                await _http.GetByteArrayAsync(new Uri(path, UriKind.Relative));
                milliseconds.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }

            medians.Add(Math.Round(Measured.Median(milliseconds.Skip(Warmups)), 1));
        }

        return medians;
    }

    public static IReadOnlyList<PageFigures> Beside(IReadOnlyList<(string Name, string Path)> pages, IReadOnlyList<double> small, IReadOnlyList<double> large) =>
        [.. pages.Select((page, i) => new PageFigures(page.Name, small[i], large[i]))];

    public void Dispose() => _http.Dispose();
}

/// <summary>Milliseconds of a page of the API, where there is little and where there is much.</summary>
internal sealed record PageFigures(string Page, double Small, double Large)
{
    public override string ToString() => $"{Page} {Small:N1} / {Large:N1}";
}
