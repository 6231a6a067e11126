using System.Text.Json;
using AgentBus.Workflows.Definitions;

namespace AgentBus.Workflows.Tests.Definitions;

public class OutsideFunctionTests
{
    private const string Text = """
        document: {dsl: '1.0.3', namespace: tests, name: outside, version: '1.0.0'}
        use:
          functions: {'https://a.example/known.yaml': {set: {x: 1}}}
          catalogs:
            tools: {endpoint: {uri: https://github.com/some/catalog}}
            own: {endpoint: https://catalog.example/base/}
        do:
          - a: {call: 'https://a.example/f.yaml', with: {n: 1}}
          - b: {do: [{c: {call: 'log:1.0.0@tools'}}, {d: {call: 'log:2.0@own'}}, {e: {call: 'log:1.0@nowhere'}}]}
          - f: {call: 'https://a.example/known.yaml'}
          - g: {call: http, with: {method: get, endpoint: 'https://a.example/'}}
          - h: {call: 'https://github.com/some/catalog/tree/v2/functions/x/1/function.yaml'}
        """;

    [Fact]
    public void Each_function_from_outside_is_found_with_its_address() =>
        OutsideFunctions.Find(Text).Select(function => $"{function.Name} {function.Address}").ShouldBe(
        [
            "https://a.example/f.yaml https://a.example/f.yaml",
            "log:1.0.0@tools https://raw.githubusercontent.com/some/catalog/main/functions/log/1.0.0/function.yaml",
            "log:2.0@own https://catalog.example/base/functions/log/2.0/function.yaml",
            "log:1.0@nowhere ",
            "https://github.com/some/catalog/tree/v2/functions/x/1/function.yaml https://raw.githubusercontent.com/some/catalog/v2/functions/x/1/function.yaml",
        ]);

    [Fact]
    public void A_text_that_cannot_be_read_calls_nothing() => OutsideFunctions.Find("do: [").ShouldBeEmpty();

    [Fact]
    public void What_was_written_in_is_called_like_any_function()
    {
        var function = JsonElement.Parse("""{"set": {"n": "${ .n + 1 }"}}""");
        var names = OutsideFunctions.Find(Text).Select(f => f.Name).ToDictionary(name => name, _ => function);
        var whole = OutsideFunctions.Embed(Text, names);
        OutsideFunctions.Find(whole).ShouldBeEmpty();
        var result = DefinitionReader.Read(whole);
        result.Problems.ShouldBeEmpty();
        result.Definition!.Do[0].ShouldBeOfType<CallFunctionTask>().Body.ShouldBeOfType<SetTask>();
    }
}
