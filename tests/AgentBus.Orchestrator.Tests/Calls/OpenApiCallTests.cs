using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AgentBus.Orchestrator.Tests.Calls;

public sealed class OpenApiCallTests : IAsyncLifetime
{
    private const string Swagger = """
        {
          "swagger": "2.0", "basePath": "/v2", "schemes": ["https", "http"],
          "paths": {
            "/pets/{id}": {
              "parameters": [{"$ref": "#/parameters/id"}],
              "get": {"operationId": "getPet", "parameters": [{"name": "tags", "in": "query", "type": "array", "collectionFormat": "multi"}, {"name": "sizes", "in": "query", "type": "array"}]},
              "put": {"operationId": "putPet", "parameters": [{"name": "pet", "in": "body", "required": true}]},
              "post": {"operationId": "formPet", "parameters": [{"name": "name", "in": "formData", "type": "string"}]}
            }
          },
          "parameters": {"id": {"name": "id", "in": "path", "required": true, "type": "string"}}
        }
        """;

    private const string Three = """
        openapi: 3.1.0
        servers: [{url: '/{version}/api', variables: {version: {default: v3}}}]
        paths:
          /pets:
            post:
              operationId: addPet
              parameters:
                - {name: X-Trace, in: header, schema: {type: string}}
                - {name: session, in: cookie, schema: {type: string}}
                - {name: tags, in: query, schema: {type: array}}
                - {name: sizes, in: query, explode: false, schema: {type: array}}
              requestBody: {required: true, content: {application/json: {}}}
        """;

    private Outside outside = null!;
    private int fetched;

    public async Task InitializeAsync() => outside = await Outside.StartAsync(app =>
    {
        app.MapGet("/swagger.json", () =>
        {
            fetched++;
            return Results.Text(Swagger, "application/json");
        });
        app.MapGet("/three.yaml", () => Results.Text(Three, "application/yaml"));
        app.MapGet("/page", () => Results.Text("<html></html>", "text/html"));
        app.Map("/{**rest}", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            return Results.Text($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {context.Request.ContentType} {await reader.ReadToEndAsync()}"
                + $" {context.Request.Headers["X-Trace"]} {context.Request.Headers.Cookie}".TrimEnd());
        });
    });

    public async Task DisposeAsync() => await outside.DisposeAsync();

    [Theory]
    [InlineData("swagger.json", "getPet", "{id: 'a/b', tags: [x, 'y z'], sizes: [1, 2]}", "GET /v2/pets/a%2Fb?tags=x&tags=y%20z&sizes=1%2C2")]
    [InlineData("swagger.json", "putPet", "{id: 1, pet: {name: rex}}", """PUT /v2/pets/1 application/json {"name":"rex"}""")]
    [InlineData("swagger.json", "formPet", "{id: 1, name: 'big rex'}", "POST /v2/pets/1 application/x-www-form-urlencoded name=big%20rex")]
    [InlineData("three.yaml", "addPet", "{X-Trace: t, session: s, tags: [x, y], sizes: [1, 2], body: {name: rex}}", """POST /v3/api/pets?tags=x&tags=y&sizes=1%2C2 application/json {"name":"rex"} t session=s""")]
    [InlineData("three.yaml", "addPet", "{name: rex, age: 2}", """POST /v3/api/pets application/json {"name":"rex","age":2}""")]
    public void Parameters_go_where_the_document_says(string document, string operation, string parameters, string request) =>
        Call(document, operation, parameters).Output!.Value.GetString()!.Replace("  ", " ", StringComparison.Ordinal).Trim().ShouldBe(request);

    [Theory]
    [InlineData("swagger.json", "getpet", "{}", "configuration", "has no operation 'getpet'. It has: getPet, putPet, formPet.")]
    [InlineData("swagger.json", "getPet", "{}", "validation", "The operation 'getPet' of /do/0/x needs the parameters id.")]
    [InlineData("swagger.json", "getPet", "{id: 1, colour: red}", "validation", "knows no colour. It has: id, tags, sizes.")]
    [InlineData("three.yaml", "addPet", "{}", "validation", "needs a body")]
    [InlineData("page", "getPet", "{}", "configuration", "")]
    public void What_does_not_fit_the_document_is_one_clear_error(string document, string operation, string parameters, string type, string words)
    {
        var run = Call(document, operation, parameters);
        HttpCallTests.Error(run).ShouldBe((type, 400, "/do/0/x"));
        run.Error!.Value.GetProperty("detail").GetString()!.ShouldContain(words);
    }

    [Fact]
    public void A_document_is_fetched_once_for_many_calls()
    {
        Call("swagger.json", "getPet", "{id: 1}");
        Call("swagger.json", "getPet", "{id: 2}");
        fetched.ShouldBe(1);
    }

    private AgentBus.Testing.TestRun Call(string document, string operation, string parameters) => outside.Run($$"""
        do:
          - x:
              call: openapi
              with:
                document: {endpoint: $BASE/{{document}}}
                operationId: {{operation}}
                parameters: {{parameters}}
        """);
}
