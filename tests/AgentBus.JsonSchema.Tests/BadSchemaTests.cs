namespace AgentBus.JsonSchema.Tests;

/// <summary>What is wrong with a schema is said when it is compiled, with the place in it.</summary>
public class BadSchemaTests
{
    [Theory]
    [InlineData("""{"type": "text"}""", "/type")]
    [InlineData("""{"properties": {"a": {"minimum": "1"}}}""", "/properties/a/minimum")]
    [InlineData("""{"required": "a"}""", "/required")]
    [InlineData("""{"items": [true]}""", "/items")]
    [InlineData("""{"maxLength": -1}""", "/maxLength")]
    [InlineData("""{"pattern": "("}""", "/pattern")]
    [InlineData("""{"patternProperties": {"[": true}}""", "/patternProperties")]
    [InlineData("""{"$ref": "#/$defs/none"}""", "/$ref")]
    [InlineData("""{"$ref": "#none"}""", "/$ref")]
    [InlineData("""{"allOf": [{"$ref": "https://example.com/schema.json"}]}""", "/allOf/0/$ref")]
    [InlineData("""{"$schema": "http://json-schema.org/draft-07/schema#"}""", "/$schema")]
    [InlineData("[]", "")]
    public void A_mistake_has_its_place(string schema, string path)
    {
        Schema.TryCompile(Json.Of(schema), out var compiled, out var errors).ShouldBeFalse();

        compiled.ShouldBeNull();
        errors.ShouldContain(e => e.InstancePath == path);
        errors.ShouldAllBe(e => e.Message.Length > 10);
    }

    [Fact]
    public void All_mistakes_come_at_once()
    {
        Schema.TryCompile(Json.Of("""{"type": 1, "minItems": -1, "properties": {"a": 5}}"""), out _, out var errors).ShouldBeFalse();

        errors.Select(e => e.InstancePath).Distinct().ShouldBe(["/type", "/minItems", "/properties/a"], ignoreOrder: true);
    }

    [Fact]
    public void A_reference_may_lead_to_a_given_document()
    {
        var options = new SchemaOptions { Documents = new Dictionary<string, System.Text.Json.JsonElement> { ["https://example.com/n"] = Json.Of("""{"type": "null"}""") } };

        Schema.TryCompile(Json.Of("""{"$ref": "https://example.com/n"}"""), options, out var schema, out _).ShouldBeTrue();

        schema!.IsValid(Json.Of("null")).ShouldBeTrue();
        schema.IsValid(Json.Of("1")).ShouldBeFalse();
    }

    [Fact]
    public void A_schema_outlives_the_document_it_came_from()
    {
        Schema? schema;
        using (var document = System.Text.Json.JsonDocument.Parse("""{"const": 1}"""))
        {
            Schema.TryCompile(document.RootElement, out schema, out _).ShouldBeTrue();
        }

        schema!.IsValid(Json.Of("1")).ShouldBeTrue();
    }
}
