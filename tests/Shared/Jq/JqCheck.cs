using System.Text.Json;
using AgentBus.Jq;

namespace AgentBus.Tests.Shared.Jq;

/// <summary>Runs a group of jq's own tests.</summary>
internal static class JqCheck
{
    private static readonly JqContext Wide = new(DateTimeOffset.UnixEpoch, MaxSteps: 50_000_000, MaxBytes: 2_000_000_000);

    /// <summary>Null when the case passes, else what went wrong.</summary>
    public static string? Run(JqTestCase test)
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

        var result = filter!.Evaluate(Input(test.Input), context: Wide);
        var same = result.Values.Count == test.Outputs.Count && result.Values.Zip(test.Outputs).All(pair => Same(pair.First, pair.Second));
        return same ? null : $"gives {string.Join(" ", result.Values.Select(Shortened))} {result.Error?.Message}, not {string.Join(" ", test.Outputs)}";
    }

    /// <summary>Equality as jq sees it; both texts are read by the interpreter's own reader, which knows NaN.</summary>
    private static bool Same(JsonElement actual, string expected)
    {
        var run = new Run(Wide, []);
        return JsonReader.Read(run, expected.Trim()) is { } value && Ordering.AreEqual(run, JqValue.Of(actual), value);
    }

    private static JsonElement Input(string text)
    {
        try
        {
            return JsonDocument.Parse(text.TrimStart('\uFEFF'), new JsonDocumentOptions { MaxDepth = 20_000 }).RootElement;
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
