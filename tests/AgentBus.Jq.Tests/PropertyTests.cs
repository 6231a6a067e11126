using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace AgentBus.Jq.Tests;

/// <summary>Laws of the language over random documents.</summary>
public sealed class PropertyTests
{
    private static readonly string[] Keys = ["a", "b", "key", "ä", "\U0001F600", ""];

    private static readonly Gen<string> Scalars = Gen.OneOf(
        Gen.Elements("null", "true", "false", "\"\"", "\"a\\u0000b\"", "\"\\ud83d\\ude00\"", "0", "-1", "2.5", "1e300", "12345678901234567890123"),
        Gen.Choose(-1000, 1000).Select(i => $"{i}"));

    private static readonly Gen<string> Documents = Gen.Sized(size => Document(Math.Min(size, 25)));

    [Fact]
    public void The_identity_gives_the_input() => Holds(json => Jq.Lines(".", json) == Jq.Json(json).GetRawText());

    [Fact]
    public void Text_and_back_is_the_same_value() => HoldsInJq("(tojson | fromjson) == .");

    [Fact]
    public void Every_path_leads_to_its_value() => HoldsInJq("[paths as $p | getpath($p)] == [.. ] [1:]");

    [Fact]
    public void Setting_what_is_there_changes_nothing() => HoldsInJq(". as $d | all(paths; . as $p | $d | setpath($p; getpath($p)) == $d)");

    [Fact]
    public void A_stream_gives_back_the_document() => HoldsInJq("fromstream(tostream) == .");

    [Fact]
    public void Deleting_all_members_leaves_none() => HoldsInJq("if type == \"array\" or type == \"object\" then del(.[]) | length == 0 else true end");

    [Fact]
    public void Sorting_is_ordered_stable_and_loses_nothing() => HoldsInJq(
        "[.. ] as $all | ($all | sort) as $s | ($s | length) == ($all | length) and all(range(1; $s | length); $s[. - 1] <= $s[.]) and ($s | sort) == $s and ($all - $s) == []");

    [Fact]
    public void Groups_hold_every_item_once() => HoldsInJq("[.. ] | (group_by(type) | map(length) | add) == length and (group_by(type) | add | sort) == sort");

    [Fact]
    public void Updating_by_path_equals_walking() => HoldsInJq("((.. | numbers) |= 0) == walk(if type == \"number\" then 0 else . end)");

    [Fact]
    public void Entries_and_back_is_the_same_object() => HoldsInJq("all(.. | objects; (to_entries | from_entries) == .)");

    [Fact]
    public void Codes_and_back_is_the_same_string() => HoldsInJq("all(.. | strings; (explode | implode) == . and (explode | length) == length and (@base64 | @base64d) == . and (@uri | @urid) == .)");

    [Fact]
    public void The_order_of_values_is_total() => HoldsInJq("[.. ] as $v | all($v[] as $a | $v[] as $b | [$a, $b]; . as [$a, $b] | [$a < $b, $a == $b, $a > $b] | map(select(.)) | length == 1)");

    [Fact]
    public void No_program_of_random_tokens_throws()
    {
        var tokens = Gen.Elements(".", "..", ".a", "[", "]", "{", "}", "(", ")", "|", ",", "1", "\"s\"", "+", "-", "//", "?", "$x", "as", "if", "then", "else", "end",
            "reduce", "foreach", "def", "f", ":", ";", "try", "catch", "error", "empty", "path", "|=", "=", "@json", "keys", "label", "break", "?//", "\"\\(", "recurse");
        Prop.ForAll(tokens.ArrayOf().Select(parts => string.Join(' ', parts)).ToArbitrary(), program =>
        {
            if (JqFilter.TryCompile(program, out var filter, out _))
            {
                filter.Evaluate(Jq.Json("{\"a\":[1]}"), new Dictionary<string, JsonElement> { ["x"] = Jq.Json("2") }, new JqContext(MaxSteps: 10_000));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    private static Gen<string> Document(int size) => size <= 1 ? Scalars : Gen.OneOf(
        Scalars,
        Document(size / 3).ListOf(3).Select(items => $"[{string.Join(",", items)}]"),
        Document(size / 3).ListOf(2).SelectMany(items => Gen.Shuffle(Keys).Select(keys =>
            "{" + string.Join(",", items.Select((item, i) => $"{JsonSerializer.Serialize(keys[i])}:{item}")) + "}")));

    private static void HoldsInJq(string law) => Holds(json => Jq.Lines(law, json) == "true");

    private static void Holds(Func<string, bool> law) => Prop.ForAll(Documents.ToArbitrary(), law).Check(Config.QuickThrowOnFailure.WithMaxTest(150));
}
