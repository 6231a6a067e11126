namespace AgentBus.Jq.Tests;

public sealed class LanguageTests
{
    [Theory]
    [InlineData(".a.b", """{"a":{"b":1}}""", "1")]
    [InlineData(".a[1:3]", """{"a":[1,2,3,4]}""", "[2,3]")]
    [InlineData("[.[] | select(.n > 1) | .s]", """[{"n":1,"s":"x"},{"n":2,"s":"y"}]""", """["y"]""")]
    [InlineData("{a, b: (1, 2)}", """{"a":0}""", "{\"a\":0,\"b\":1}\n{\"a\":0,\"b\":2}")]
    [InlineData("[(1, 2) + (10, 20)]", "null", "[11,12,21,22]")]
    [InlineData("\"\\(1, 2) \\(3, 4)\"", "null", "\"1 3\"\n\"2 3\"\n\"1 4\"\n\"2 4\"")]
    [InlineData(".a // .b // 3", """{"a":null,"b":false}""", "3")]
    [InlineData("reduce .[] as [$k, $v] ({}; .[$k] = $v)", """[["a",1],["b",2]]""", """{"a":1,"b":2}""")]
    [InlineData("[foreach .[] as $x (0; . + $x; [$x, .])]", "[1,2]", "[[1,1],[2,3]]")]
    [InlineData("[label $out | .[] | if . > 2 then break $out else . end]", "[1,2,3,1]", "[1,2]")]
    [InlineData("def fac: if . <= 1 then 1 else . * (. - 1 | fac) end; fac", "5", "120")]
    [InlineData("def f(g): [g, g]; f(.[])", "[1,2]", "[1,2,1,2]")]
    [InlineData("(.[] | select(. > 1)) |= empty", "[1,2,3,0]", "[1,0]")]
    [InlineData("(.. | numbers) |= . + 1", "[1,[2]]", "[2,[3]]")]
    [InlineData(".a += 1 | .b.c //= 2 | del(.d)", """{"a":1,"d":0}""", """{"a":2,"b":{"c":2}}""")]
    [InlineData("to_entries | map(.key) | join(\"-\")", """{"b":1,"a":2}""", "\"b-a\"")]
    [InlineData("[.[] | tonumber? // \"none\"]", """["1","x"]""", """[1,"none"]""")]
    [InlineData("gsub(\"(?<l>[a-z])(?<d>\\\\d)\"; \"\\(.d)\\(.l)\")", "\"a1 b2\"", "\"1a 2b\"")]
    [InlineData("@csv, @json, @html \"<\\(.[1])>\"", """[1,"a&\"b"]""", "\"1,\\\"a&\\\"\\\"b\\\"\"\n\"[1,\\\"a&\\\\\\\"b\\\"]\"\n\"<a&amp;&quot;b>\"")]
    [InlineData("todate, (todate | fromdate)", "1425599507", "\"2015-03-05T23:51:47Z\"\n1425599507")]
    [InlineData(". as {$a, b: [$c]} ?// [$a, $c] | [$a, $c]", "[1,2]", "[1,2]")]
    [InlineData("[limit(3; repeat(1))], [first(range(5; 0; -2))], isempty(empty)", "null", "[1,1,1]\n[5]\ntrue")]
    public void A_program_gives_what_jq_gives(string program, string input, string expected) => Jq.Lines(program, input).ShouldBe(expected);

    [Theory]
    [InlineData(".a", "5", "Cannot index number with string (\"a\")")]
    [InlineData(".[]", "null", "Cannot iterate over null (null)")]
    [InlineData("error(\"no\")", "null", "no")]
    [InlineData("{a: 1} + 2", "null", "object ({\"a\":1}) and number (2) cannot be added")]
    [InlineData("path(1 | .a)", "null", "Invalid path expression near attempt to access element \"a\" of 1")]
    public void An_error_has_jqs_words(string program, string input, string expected) => Jq.Run(program, input).Error!.Message.ShouldBe(expected);

    [Fact]
    public void Outputs_before_an_error_are_kept() => Jq.Lines("1, 2, error(\"x\"), 3").ShouldBe("1\n2\nerror: x");

    [Fact]
    public void An_error_that_is_no_string_keeps_its_value()
    {
        var error = Jq.Run("error({code: 7})").Error!;
        error.Value!.Value.GetProperty("code").GetInt32().ShouldBe(7);
        error.IsLimit.ShouldBeFalse();
    }

    [Fact]
    public void Catch_takes_the_errors_of_its_body_and_not_of_what_follows() =>
        Jq.Lines("try ((try \"a\" catch \"b\") | if . == \"a\" then error(\"later\") else \"caught too much\" end) catch \"outer \\(.)\"").ShouldBe("\"outer later\"");

    [Fact]
    public void An_untouched_part_of_the_input_is_returned_as_it_is()
    {
        var input = Jq.Json("""{"a": {"n": 1.000, "s": "\u0061"}}""");
        Jq.Compile(".a").Evaluate(input).Values.Single().GetRawText().ShouldBe("""{"n": 1.000, "s": "\u0061"}""");
    }

    [Theory]
    [InlineData(".", "100000000000000000000000000000001", "100000000000000000000000000000001")]
    [InlineData("[.]", "100000000000000000000000000000001", "[100000000000000000000000000000001]")]
    [InlineData("tojson", "1.50", "\"1.50\"")]
    [InlineData(". + 1", "9007199254740993", "9007199254740992")]
    [InlineData(". == 9007199254740992", "9007199254740993", "false")]
    [InlineData("1e17 + 0, 1.5 * 2, 0.1 + 0.2, 1e-5 + 0", "null", "1e+17\n3\n0.30000000000000004\n1e-05")]
    [InlineData("[nan, infinite]", "null", "[null,1.7976931348623157e+308]")]
    public void Numbers_keep_their_digits_until_arithmetic_touches_them(string program, string input, string expected) =>
        Jq.Lines(program, input).ShouldBe(expected);

    [Fact]
    public void A_generator_that_comes_back_to_a_binding_finds_its_own_value() =>
        Jq.Lines("def f(g): g | g; [1 | f(. as $x | (. * 10 + 1, . * 10 + 2) | [., $x] | .[0])]").ShouldBe("[111,112,121,122]");

    [Fact]
    public void Building_on_a_shared_value_changes_no_other() =>
        Jq.Lines("[1] as $a | ($a + [2]) as $b | ($a + [3]) as $c | [$a, $b, $c], ({} | .a = 1) as $o | ($o | .b = 1) as $p | ($o | .c = 2) as $q | [$o, $p, $q]")
            .ShouldBe("[[1],[1,2],[1,3]]\n[{\"a\":1},{\"a\":1,\"b\":1},{\"a\":1,\"c\":2}]");
}
