using System.Diagnostics;
using System.Text.Json;
using AgentBus.Jq;

namespace AgentBus.Benchmarks;

/// <summary>
/// The same 100,000 lines through the same filters by the installed jq and by ours, each in one process on one core, from JSON text to JSON text. What jq takes to start is
/// measured on no input and taken off.
/// </summary>
internal static class JqBenchmark
{
    private const int Lines = 100_000;

    private static readonly string[] Filters =
    [
        ".user.name",
        "{id, name: .user.name, total: (.price * .quantity)}",
        ".tags | map(select(length > 4)) | length",
        "[.items[] | select(.n > 3) | .n * 2 + 1] | add",
        "\"\\(.id): \\(.user.name) <\\(.user.email)>\"",
        ".items | group_by(.kind) | map({kind: .[0].kind, sum: (map(.n) | add)})",
        ".user.email | test(\"^[a-z]+[0-9]*@example\\\\.(org|com)$\")",
        "(.price * 1.19 - .quantity) / 3 | floor",
        ".user.name |= ascii_upcase | del(.tags)",
        "reduce .items[] as $i ({}; .[$i.kind] += $i.n)",
        "to_entries | map(select(.value | type == \"number\")) | from_entries",
        "[paths] | length",
        "if .price > 50 and (.tags | index(\"urgent\")) then \"rush\" else \"normal\" end",
        "tojson | fromjson | .id",
    ];

    public static async Task<List<JqFigure>> RunAsync()
    {
        var lines = Enumerable.Range(0, Lines).Select(Line).ToArray();
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, lines);
            var input = await File.ReadAllBytesAsync(file);
            var start = await TheirsAsync(".", "/dev/null");
            var figures = new List<JqFigure>();
            foreach (var filter in Filters)
            {
                var theirs = start is null ? null : await TheirsAsync(filter, file) - start;
                Ours(filter, input);
                figures.Add(new JqFigure(filter, Measured.Median(Enumerable.Range(0, 3).Select(_ => Lines / Ours(filter, input))), theirs is { } seconds ? Lines / seconds : null));
            }

            return figures;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Seconds of processor time from the bytes of the input to the bytes of the output.</summary>
    private static double Ours(string program, byte[] input)
    {
        var filter = JqFilter.TryCompile(program, out var compiled, out var error) ? compiled : throw new InvalidOperationException($"{program}: {error.Message}");
        using var output = new MemoryStream();
        var began = Stopwatch.GetTimestamp();
        for (var rest = input.AsMemory(); rest.Length > 0;)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var result = filter.Evaluate(JsonElement.Parse(rest.Span[..end]));
            rest = rest[(end + 1)..];
            foreach (var value in result.Values)
            {
                output.Write(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(value));
                output.WriteByte((byte)'\n');
            }

            if (result.Error is { } failure)
            {
                throw new InvalidOperationException($"{program}: {failure.Message}");
            }
        }

        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>Seconds of one process; null when jq is not installed.</summary>
    private static async Task<double?> TheirsAsync(string program, string file)
    {
        try
        {
            var began = Stopwatch.GetTimestamp();
            using var jq = Process.Start(new ProcessStartInfo("jq", ["-c", program, file]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            await jq.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            await jq.WaitForExitAsync();
            return jq.ExitCode == 0 ? Stopwatch.GetElapsedTime(began).TotalSeconds : throw new InvalidOperationException($"jq ended with {jq.ExitCode} on {program}.");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string Line(int i)
    {
        var user = $$"""{"name":"user number {{i}}","email":"user{{i}}@example.{{(i % 2 == 0 ? "org" : "net")}}"}""";
        var urgency = i % 3 == 0 ? "urgent" : "relaxed";
        var items = string.Join(',', Enumerable.Range(0, 6).Select(n => $$"""{"kind":"{{"abc"[(i + n) % 3]}}","n":{{(i + n) % 9}}}"""));
        return $$"""{"id":{{i}},"user":{{user}},"price":{{i % 100}}.25,"quantity":{{i % 7}},"tags":["new","{{urgency}}","x{{i % 10}}"],"items":[{{items}}]}""";
    }
}
