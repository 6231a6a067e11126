using System.Text.Json;

namespace AgentBus.Jq.Tests;

public sealed class CompilationTests
{
    [Theory]
    [InlineData("$context.a + $input.b", "context,input")]
    [InlineData(". as $x | $x + $y", "y")]
    [InlineData("def f($a): $a + $b; f(1)", "b")]
    [InlineData("[.[] as {$k, v: [$w]} | $k, $w, $k]", "")]
    [InlineData("$__loc__", "")]
    [InlineData("\"\\($task.name)\" | {$workflow}", "task,workflow")]
    public void Free_variables_are_those_the_program_does_not_bind(string program, string expected) =>
        string.Join(',', Jq.Compile(program).FreeVariables.Order()).ShouldBe(expected);

    [Theory]
    [InlineData("$x.a", false)]
    [InlineData("1 + 2", false)]
    [InlineData("$x | .a | map(. + 1)", false)]
    [InlineData("{a: $x.b, c: \"\\($x.d)\"}", false)]
    [InlineData("def f(g): g; f($x)", false)]
    [InlineData("reduce $x[] as $i (0; . + $i)", false)]
    [InlineData("[range(3)] | add", false)]
    [InlineData("now", false)]
    [InlineData(".", true)]
    [InlineData("$x + .a", true)]
    [InlineData("if $x then . else 1 end", true)]
    [InlineData("def f(g): g; f(.a)", true)]
    [InlineData("def f: length; f", true)]
    [InlineData("def f: if . > 0 then f else 0 end; f", true)]
    [InlineData("$x as $y | keys", true)]
    [InlineData("$x | first($y, error) | .b", false)]
    [InlineData("try error catch .", true)]
    public void ReadsInput_is_false_only_for_programs_that_never_look(string program, bool expected) =>
        Jq.Compile(program).ReadsInput.ShouldBe(expected);

    [Theory]
    [InlineData("env.PATH", "environment")]
    [InlineData("$ENV", "environment")]
    [InlineData("[inputs]", "one input")]
    [InlineData("input", "one input")]
    [InlineData("debug", "side effects")]
    [InlineData("import \"a\" as a; a::b", "modules")]
    [InlineData("include \"a\"; .", "modules")]
    [InlineData("a::b", "modules")]
    [InlineData("halt", "process")]
    public void What_a_sandbox_has_not_is_refused_with_the_reason(string program, string reason)
    {
        JqFilter.TryCompile(program, out _, out var error).ShouldBeFalse();
        error!.Message.ShouldContain("refused");
        error.Message.ShouldContain(reason);
    }

    [Theory]
    [InlineData(".a | nope(1)", 5, "nope/1 is not defined.")]
    [InlineData("{a: }", 4, "Found '}', expected an expression.")]
    [InlineData("[1, 2", 5, "Found the end, expected ']'.")]
    [InlineData("1 == 2 == 3", 7, "'==' cannot follow '==' without parentheses.")]
    [InlineData("break $x", 0, "There is no label $x around this break.")]
    [InlineData("@nope", 0, "@nope is not a valid format. There are: @text, @json, @csv, @tsv, @html, @uri, @urid, @sh, @base64, @base64d.")]
    [InlineData("\"abc", 0, "The string is not closed.")]
    [InlineData(". as [] | 1", 6, "Found ']', expected a pattern: $name, [..] or {..}.")]
    public void A_syntax_error_says_what_and_where(string program, int position, string message)
    {
        JqFilter.TryCompile(program, out _, out var error).ShouldBeFalse();
        (error!.Position, error.Message).ShouldBe((position, message));
    }

    [Fact]
    public void A_free_variable_without_a_value_is_an_error()
    {
        var filter = Jq.Compile("$a + 1");
        filter.Evaluate(Jq.Json("0")).Error!.Message.ShouldBe("$a is not defined.");
        filter.Evaluate(Jq.Json("0"), new Dictionary<string, JsonElement> { ["a"] = Jq.Json("2") }).Values.Single().GetInt32().ShouldBe(3);
    }

    [Fact]
    public void Now_is_the_contexts_now()
    {
        Jq.Lines("now", context: new JqContext(DateTimeOffset.FromUnixTimeSeconds(5))).ShouldBe("5");
        Jq.Lines("now").ShouldBe("error: now is not known here.");
    }

    [Fact]
    public void A_program_nested_too_deep_is_refused_and_ends_no_process()
    {
        JqFilter.TryCompile(new string('(', 100_000) + "1" + new string(')', 100_000), out _, out var nested).ShouldBeFalse();
        nested!.Message.ShouldBe("The program is nested deeper than 1000.");
        JqFilter.TryCompile(string.Join('+', Enumerable.Repeat("1", 100_000)), out _, out var chained).ShouldBeFalse();
        chained!.Message.ShouldBe("The program is nested deeper than 1000.");
    }

    [Fact]
    public void A_filter_is_safe_to_share_between_threads()
    {
        var filter = Jq.Compile("reduce range(200) as $i ({a: $__loc__}; .a[\"k\\($i)\"] = $i) | .a | length");
        Parallel.For(0, 64, _ => filter.Evaluate(Jq.Json("null")).Values.Single().GetInt32().ShouldBe(202));
    }
}
