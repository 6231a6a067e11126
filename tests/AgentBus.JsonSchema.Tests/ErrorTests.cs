namespace AgentBus.JsonSchema.Tests;

/// <summary>Errors say where, which keyword and what; all of them at once.</summary>
public class ErrorTests
{
    [Theory]
    [InlineData("""{"type": ["string", "integer"]}""", "1.5", "", "type", "/type", "It must be string or integer, not number.")]
    [InlineData("""{"const": {"a": 1}}""", "[]", "", "const", "/const", "It must be {\"a\": 1}, not [].")]
    [InlineData("""{"enum": ["a", "b"]}""", "\"c\"", "", "enum", "/enum", "It must be one of \"a\", \"b\", not \"c\".")]
    [InlineData("""{"items": {"minimum": 3}}""", "[3, 2.9]", "/1", "minimum", "/items/minimum", "It must be at least 3, not 2.9.")]
    [InlineData("""{"multipleOf": 0.01}""", "0.075", "", "multipleOf", "/multipleOf", "It must be a multiple of 0.01, not 0.075.")]
    [InlineData("""{"maxLength": 1}""", "\"\\ud83d\\ude00x\"", "", "maxLength", "/maxLength", "It must have at most 1 characters, not 2.")]
    [InlineData("""{"pattern": "^a+$"}""", "\"b\"", "", "pattern", "/pattern", "It must match the pattern ^a+$.")]
    [InlineData("""{"uniqueItems": true}""", "[1, 2, 1.0]", "", "uniqueItems", "/uniqueItems", "Its items must differ: 0 and 2 are equal.")]
    [InlineData("""{"properties": {"a/b": {"required": ["x"]}}}""", """{"a/b": {}}""", "/a~1b", "required", "/properties/a~1b/required", "'x' is missing.")]
    [InlineData("""{"dependentRequired": {"a": ["b"]}}""", """{"a": 1}""", "", "dependentRequired", "/dependentRequired", "'b' is missing, which 'a' needs.")]
    [InlineData("""{"additionalProperties": false}""", """{"a": 1}""", "", "additionalProperties", "/additionalProperties", "'a' is not allowed.")]
    [InlineData("""{"unevaluatedProperties": false}""", """{"a": 1}""", "", "unevaluatedProperties", "/unevaluatedProperties", "'a' is not allowed.")]
    [InlineData("""{"propertyNames": {"maxLength": 1}}""", """{"ab": 1}""", "", "propertyNames", "/propertyNames", "'ab' is not allowed as a name.")]
    [InlineData("""{"contains": {"type": "null"}, "maxContains": 1}""", "[null, null]", "", "contains", "/contains", "It must have 1 to 1 items that match 'contains', not 2.")]
    [InlineData("""{"not": {}}""", "1", "", "not", "/not", "It matches what it must not match.")]
    [InlineData("""{"anyOf": [{"type": "null"}, {"type": "array"}]}""", "1", "", "anyOf", "/anyOf", "It matches none of the 2 alternatives.")]
    [InlineData("""{"oneOf": [{}, {"type": "array"}, true]}""", "1", "", "oneOf", "/oneOf", "It must match exactly one alternative, not 2 (numbers 0, 2).")]
    [InlineData("""{"properties": {"a": false}}""", """{"a": 1}""", "/a", "false", "/properties/a", "Nothing is allowed here.")]
    [InlineData("""{"$ref": "#/$defs/n", "$defs": {"n": {"type": "null"}}}""", "1", "", "type", "/$defs/n/type", "It must be null, not number.")]
    [InlineData("""{"if": {"type": "number"}, "then": {"maximum": 0}}""", "1", "", "maximum", "/then/maximum", "It must be at most 0, not 1.")]
    public void An_error_has_its_place_its_keyword_and_words(string schema, string instance, string path, string keyword, string schemaPath, string message) =>
        Json.Schema(schema).Validate(Json.Of(instance)).ShouldHaveSingleItem().ShouldBe(new SchemaError(path, keyword, schemaPath, message));

    [Fact]
    public void All_errors_come_at_once()
    {
        var schema = Json.Schema(
            """
            {"required": ["a", "b"], "properties": {"c": {"type": "string", "minLength": 3}, "d": {"items": {"type": "integer"}}}}
            """);

        var errors = schema.Validate(Json.Of("""{"c": 1, "d": [1, "x", 2.5]}"""));

        errors.Select(e => (e.InstancePath, e.Keyword)).ShouldBe([("", "required"), ("", "required"), ("/c", "type"), ("/d/1", "type"), ("/d/2", "type")], ignoreOrder: true);
    }

    [Fact]
    public void A_member_that_failed_is_not_called_unevaluated_as_well()
    {
        var schema = Json.Schema("""{"allOf": [{"properties": {"a": {"type": "string"}}}], "unevaluatedProperties": false}""");

        schema.Validate(Json.Of("""{"a": 1}""")).ShouldHaveSingleItem().Keyword.ShouldBe("type");
    }
}
