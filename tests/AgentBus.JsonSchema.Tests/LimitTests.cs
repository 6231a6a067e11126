using System.Text.Json;

namespace AgentBus.JsonSchema.Tests;

/// <summary>Hostile schemas and instances end in an error, soon.</summary>
public class LimitTests
{
    [Theory]
    [InlineData("""{"$ref": "#"}""")]
    [InlineData("""{"allOf": [{"$ref": "#"}, {"$ref": "#"}]}""")]
    [InlineData("""{"anyOf": [{"$ref": "#"}, {"$ref": "#"}]}""")]
    [InlineData("""{"not": {"$ref": "#"}}""")]
    [InlineData("""{"if": {"$ref": "#"}, "then": true}""")]
    [InlineData("""{"$dynamicAnchor": "a", "$dynamicRef": "#a"}""")]
    public void A_schema_that_leads_back_to_itself_without_end_is_one_error(string schema)
    {
        var compiled = Json.Schema(schema);

        compiled.Validate(Json.Of("1")).ShouldHaveSingleItem().Message.ShouldContain("leads back to itself");
        compiled.IsValid(Json.Of("1")).ShouldBeFalse();
    }

    [Fact]
    public void A_recursive_schema_follows_a_deep_instance()
    {
        var schema = Json.Schema("""{"type": "array", "items": {"$ref": "#"}}""");
        static JsonElement Nested(int levels) => Json.Of(new string('[', levels) + new string(']', levels));

        schema.IsValid(Nested(1_000)).ShouldBeTrue();
        schema.Validate(Nested(3_000)).ShouldHaveSingleItem().Message.ShouldContain("too deep");
    }

    [Fact]
    public void A_long_chain_of_references_compiles_off_the_stack()
    {
        var definitions = Enumerable.Range(0, 50_000).Select(i => $"\"d{i}\": {{\"$ref\": \"#/$defs/d{i + 1}\"}}");
        var text = $$"""{"$ref": "#/$defs/d0", "$defs": { {{string.Join(",", definitions)}}, "d50000": true } }""";

        Json.Schema(text).Validate(Json.Of("1")).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("allOf", "true")]
    [InlineData("anyOf", """{"type": "string"}""")]
    public void References_that_fan_out_without_end_are_one_error(string keyword, string last)
    {
        var definitions = Enumerable.Range(0, 40).Select(i => $$"""
            "d{{i}}": {"{{keyword}}": [{"$ref": "#/$defs/d{{i + 1}}"}, {"$ref": "#/$defs/d{{i + 1}}"}]}
            """);
        var schema = Json.Schema($$"""{"$ref": "#/$defs/d0", "$defs": { {{string.Join(",", definitions)}}, "d40": {{last}} } }""");

        schema.Validate(Json.Of("1")).ShouldHaveSingleItem().Message.ShouldContain("too much work");
        schema.IsValid(Json.Of("1")).ShouldBeFalse();
    }

    [Fact]
    public void A_pattern_that_backtracks_without_end_is_an_error()
    {
        var schema = Json.Schema("""{"pattern": "^(?=(a+)+$)(a+)+$"}""");

        schema.Validate(Json.Of($"\"{new string('a', 60)}b\"")).ShouldHaveSingleItem().Message.ShouldContain("took too long");
    }

    [Fact]
    public void Many_items_are_compared_in_no_square_of_time()
    {
        var items = Json.Of($"[{string.Join(",", Enumerable.Range(0, 100_000).Select(i => $"{{\"id\": {i}}}"))}]");

        Json.Schema("""{"uniqueItems": true}""").IsValid(items).ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"multipleOf": 0.1}""", "0.3", true)]
    [InlineData("""{"multipleOf": 0.01}""", "19.99", true)]
    [InlineData("""{"multipleOf": 3}""", "1e1000000", false)]
    [InlineData("""{"multipleOf": 1e-1000000}""", "1", true)]
    [InlineData("""{"multipleOf": 2}""", "1e-1000000", false)]
    [InlineData("""{"maximum": 9007199254740992}""", "9007199254740993", false)]
    [InlineData("""{"maximum": 1e999999999}""", "1e999999998", true)]
    [InlineData("""{"minimum": -0.0}""", "0", true)]
    [InlineData("""{"type": "integer"}""", "1e400", true)]
    [InlineData("""{"type": "integer"}""", "1.0", true)]
    [InlineData("""{"type": "integer"}""", "1e-1", false)]
    [InlineData("""{"const": 1}""", "1.000", true)]
    [InlineData("""{"const": 12345678901234567890.5}""", "12345678901234567890.4", false)]
    public void Numbers_are_exact(string schema, string instance, bool valid) => Json.Schema(schema).IsValid(Json.Of(instance)).ShouldBe(valid);
}
