using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace AgentBus.Jq.Tests;

public sealed partial class ConformanceTests(ITestOutputHelper output)
{
    [ConformanceTheory]
    [InlineData("jq.test", 0.97)]
    [InlineData("man.test", 0.97)]
    [InlineData("onig.test", 0.97)]
    [InlineData("optional.test", 1)]
    [InlineData("uri.test", 1)]
    [InlineData("base64.test", 1)]
    public void Programs_of_jqs_own_tests_give_what_jq_gives(string file, double floor)
    {
        var cases = Conformance.Read(file);
        var counted = cases.Where(each => each.MustFail || Refused().Match(each.Program) is not { Success: true }).ToList();
        var failures = counted.Select(each => (Case: each, Reason: Check(each))).Where(each => each.Reason is not null).ToList();

        output.WriteLine($"{file}: {counted.Count - failures.Count} of {counted.Count} pass; {cases.Count - counted.Count} of {cases.Count} left out (files, modules, environment, input, side effects)");
        foreach (var (failed, reason) in failures)
        {
            output.WriteLine($"{file}:{failed.Line}: {failed.Program}\n    {reason}");
        }

        counted.Count.ShouldBeGreaterThan(0);
        (1.0 * (counted.Count - failures.Count) / counted.Count).ShouldBeGreaterThanOrEqualTo(floor);
    }

    [GeneratedRegex(@"\$ENV|\benv\b|\binputs?\b|^debug$|^(import|include) |\bmodulemeta\b", RegexOptions.None, 1000)]
    private static partial Regex Refused();

    /// <summary>Null when the case passes, else what went wrong.</summary>
    private static string? Check(ConformanceCase test)
    {
        var compiled = JqFilter.TryCompile(test.Program, out var filter, out var error);
        if (test.MustFail)
        {
            // jq itself refuses a variable that nobody defines; here it may come from outside and is reported as free.
            return !compiled || filter!.FreeVariables.Count > 0 ? null : "compiles, but must not";
        }

        if (!compiled)
        {
            return $"does not compile: {error!.Message} (at {error.Position})";
        }

        var result = filter!.Evaluate(Input(test.Input), context: new JqContext(DateTimeOffset.UnixEpoch, 50_000_000, 2_000_000_000));
        var same = result.Values.Count == test.Outputs.Count && result.Values.Zip(test.Outputs).All(pair => Same(pair.First, pair.Second));
        return same ? null : $"gives {string.Join(" ", result.Values.Select(Shortened))} {result.Error?.Message}, not {string.Join(" ", test.Outputs)}";
    }

    /// <summary>Equality as jq sees it; both texts are read by the interpreter's own reader, which knows NaN.</summary>
    private static bool Same(JsonElement actual, string expected)
    {
        var run = new Run(new JqContext(MaxSteps: 50_000_000, MaxBytes: 2_000_000_000), []);
        return JsonReader.Read(run, expected.Trim()) is { } value && Ordering.AreEqual(run, JqValue.Of(actual), value);
    }

    private static JsonElement Input(string text)
    {
        try
        {
            return Jq.Json(text.TrimStart('\uFEFF'));
        }
        catch (JsonException)
        {
            // jq's inputs may hold NaN, which JSON has not; read as jq reads it, it becomes null and the largest double.
            var run = new Run(new JqContext(), []);
            return JsonWriter.Element(run, JsonReader.Read(run, text)!)!.Value;
        }
    }

    private static string Shortened(JsonElement value) => value.GetRawText() is { Length: > 200 } text ? text[..200] + "..." : value.GetRawText();
}
