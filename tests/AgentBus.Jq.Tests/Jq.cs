using System.Text.Json;

namespace AgentBus.Jq.Tests;

/// <summary>Short forms for the tests.</summary>
internal static class Jq
{
    public static JqFilter Compile(string program) =>
        JqFilter.TryCompile(program, out var filter, out var error) ? filter : throw new ArgumentException($"{program}: {error.Message} (at {error.Position})", nameof(program));

    public static JsonElement Json(string text) => JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 20_000 }).RootElement;

    public static JqResult Run(string program, string input = "null", JqContext? context = null) =>
        Compile(program).Evaluate(Json(input), context: context);

    /// <summary>All outputs, one line each; an error as a last line that begins with "error: ".</summary>
    public static string Lines(string program, string input = "null", JqContext? context = null)
    {
        var result = Run(program, input, context);
        var lines = result.Values.Select(value => value.GetRawText());
        return string.Join('\n', result.Error is null ? lines : lines.Append("error: " + result.Error.Message));
    }
}
