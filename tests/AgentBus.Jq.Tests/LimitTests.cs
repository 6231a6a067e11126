namespace AgentBus.Jq.Tests;

public sealed class LimitTests
{
    [Theory]
    [InlineData("def f: f; f")]
    [InlineData("def f: . + 1 | f; 0 | f")]
    [InlineData("[recurse(. + 1)]")]
    [InlineData("until(false; . + 1)")]
    [InlineData("[repeat(1)]")]
    [InlineData("last(range(1e18))")]
    [InlineData("reduce range(100) as $_ (1; [., .])")]
    [InlineData("reduce range(100) as $_ (1; [., .]) | tojson")]
    [InlineData("reduce range(60) as $_ ([1]; . + .) | length")]
    [InlineData("reduce range(60) as $_ (\"a\"; . + .) | length")]
    [InlineData("reduce range(100) as $_ (1; [., .]) as $x | $x == $x")]
    [InlineData("\"a\" * 2000000000")]
    [InlineData("[] | .[500000000] = 1")]
    [InlineData("[range(5000)] | combinations(2)")]
    [InlineData("range(1e9) | tostring as $pattern | \"a\" | test($pattern)")]
    [InlineData("(\"a\" * 100000) as $a | (\"a\" * 100000) as $b | last(range(1e9) | $a == $b)")]
    [InlineData("(\"a\" * 100000) | last(range(1e9) as $_ | startswith(\"b\"))")]
    [InlineData("(\"9\" * 100000) | last(range(1e9) as $_ | tonumber)")]
    [InlineData("[range(1e9) | test(\"a\")?]")]
    public void A_runaway_program_ends_at_a_limit_that_nothing_catches(string program)
    {
        Jq.Run($"try ({program}) catch \"caught\"", "0").Error.ShouldNotBeNull().IsLimit.ShouldBeTrue();
    }

    [Fact]
    public void The_same_program_ends_after_the_same_steps()
    {
        var context = new JqContext(MaxSteps: 1000);
        var ends = Enumerable.Range(0, 3).Select(_ => Jq.Run("range(1e9)", context: context).Values.Count).Distinct().ToList();
        ends.Count.ShouldBe(1);
        ends[0].ShouldBeInRange(10, 1000);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("[.]")]
    [InlineData("tojson | length")]
    [InlineData(". == .")]
    [InlineData("flatten")]
    [InlineData("tojson | fromjson")]
    [InlineData("[..] | length")]
    [InlineData("[paths] | length")]
    [InlineData("walk(.)")]
    [InlineData("contains(.)")]
    [InlineData("(.. | numbers) |= 1")]
    [InlineData("del(..)")]
    [InlineData("[tostream]")]
    public void Input_of_ten_thousand_levels_gives_an_answer_or_an_error(string program)
    {
        var input = string.Concat(Enumerable.Repeat("[", 10_000)) + string.Concat(Enumerable.Repeat("]", 10_000));
        var result = Jq.Run(program, input);
        (result.Values.Count == 1 || result.Error is not null).ShouldBeTrue();
    }

    [Fact]
    public void Deep_recursion_works_on_a_small_stack()
    {
        JqResult result = default;
        var thread = new Thread(() => result = Jq.Run("def f: if . >= 9000 then . else . + 1 | f end; 0 | f"), 256 * 1024);
        thread.Start();
        thread.Join();
        result.Values.Single().GetInt32().ShouldBe(9000);
    }

    [Fact]
    public void A_slow_regular_expression_is_cut_off()
    {
        Jq.Run("(\"a\" * 40 + \"!\") | test(\"^(?=a)(a|aa|a*)+$\")").Error!.Message.ShouldBe("The regular expression took too long.");
        Jq.Run("try ((\"a\" * 40 + \"!\") | test(\"^(?=a)(a|aa|a*)+$\")) catch 1").Error!.IsLimit.ShouldBeTrue();
        Jq.Lines("(\"a\" * 10000 + \"!\") | test(\"(a+)+$\")").ShouldBe("false");
    }
}
