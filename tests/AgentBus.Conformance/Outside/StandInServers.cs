using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentBus.Conformance.Outside;

/// <summary>One local server in place of every host that the standard's examples call.</summary>
internal sealed class StandInServers : IAsyncDisposable
{
    private const string HostHeader = "X-Stand-In-For";

    private readonly WebApplication app;
    private readonly ConcurrentQueue<JsonObject> requests = new();
    private readonly ConcurrentDictionary<string, int> visits = new();

    private StandInServers(WebApplication app) => this.app = app;

    public static async Task<StandInServers> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var web = builder.Build();
        web.Urls.Add("http://127.0.0.1:0");
        var servers = new StandInServers(web);
        web.Run(servers.AnswerAsync);
        await web.StartAsync();
        return servers;
    }

    /// <summary>Forgets earlier requests.</summary>
    public void Reset()
    {
        requests.Clear();
        visits.Clear();
    }

    /// <summary>The requests since then: <c>{method, url, authorization, body}</c>.</summary>
    public JsonArray Requests => new([.. requests.Select(request => request.DeepClone())]);

    /// <summary>Brings a request to any host here.</summary>
    public HttpMessageHandler Handler(ICredentials? credentials) =>
        new Redirecting(new Uri(app.Urls.Single())) { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false, Credentials = credentials } };

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var host = request.Headers[HostHeader].ToString();
        requests.Enqueue(new JsonObject
        {
            ["method"] = request.Method,
            ["url"] = $"{host}{request.Path}{request.QueryString}",
            ["authorization"] = request.Headers.Authorization.ToString(),
            ["accept"] = request.Headers.Accept.ToString(),
            ["body"] = request.HasJsonContentType() ? JsonNode.Parse(body) : body,
        });
        await Answer(host, request, body).ExecuteAsync(context);
    }

    private IResult Answer(string host, HttpRequest request, string body) => (host, request.Path.Value!.Trim('/').Split('/')) switch
    {
        ("petstore.swagger.io", ["v2", "swagger.json"]) => Results.Text(Swagger, "application/json"),
        ("petstore.swagger.io", ["v2", "pet", "findByStatus"]) => Results.Text($"[{Pet("1")}, {Pet("2")}]", "application/json"),
        ("petstore.swagger.io", ["v2", "pet", "404"]) => Results.NotFound(),
        ("petstore.swagger.io", ["v2", "pet", "503"]) when visits.AddOrUpdate(request.Path, 1, (_, seen) => seen + 1) < 3 => Results.StatusCode(503),
        ("petstore.swagger.io", ["v2", "pet", var id]) when request.Method == "GET" => Results.Text(Pet(id), "application/json"),
        ("petstore.swagger.io", ["v2", "pet", _]) => Results.Text(body, "application/json"),
        ("petstore.swagger.io", _) => Results.NotFound(),
        ("httpbin.org", ["basic-auth", var user, var password]) => request.Headers.Authorization == $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}"
            ? Results.Json(new { authenticated = true, user })
            : Results.StatusCode(401),
        ("swapi.dev", ["api", "people"]) => Results.Json(new { count = 1, results = new[] { new { name = request.Query["search"].ToString() } } }),
        ("swapi.dev", ["api", "people", _]) => Results.Json(new { name = "Luke Skywalker", homeworld = "https://swapi.dev/api/planets/1/" }),
        ("swapi.dev", ["api", "planets", _]) => Results.Json(new { name = "Tatooine" }),
        ("keycloak", [.., ".well-known", "openid-configuration"]) => Results.Json(new { token_endpoint = "http://keycloak/realms/fake-authority/token" }),
        ("keycloak", [.., "token"]) => Results.Json(new { access_token = "from-keycloak", expires_in = 60, token_type = "Bearer" }),
        ("myorg.io", _) => Results.Text(Orders, "application/json"),
        _ => Results.Json(new { host, path = request.Path.Value }),
    };

    /// <summary>A pet; it also goes by <c>petId</c>, which an example's second call takes from it.</summary>
    private static string Pet(string id) => $$"""{"id": {{(int.TryParse(id, out var number) ? number : 0)}}, "petId": "{{id}}", "name": "Milou", "status": "available"}""";

    private const string Swagger = """
        {"swagger": "2.0", "info": {"title": "Petstore", "version": "1.0.7"}, "host": "petstore.swagger.io", "basePath": "/v2", "schemes": ["https"],
         "paths": {
           "/pet/findByStatus": {"get": {"operationId": "findPetsByStatus", "produces": ["application/json"],
             "parameters": [{"name": "status", "in": "query", "required": true, "type": "array", "items": {"type": "string"}, "collectionFormat": "multi"}]}},
           "/pet/{petId}": {"get": {"operationId": "getPetById", "parameters": [{"name": "petId", "in": "path", "required": true, "type": "integer"}]}}}}
        """;

    private const string Orders = """
        {"openapi": "3.0.3", "info": {"title": "Orders", "version": "1"}, "servers": [{"url": "http://orders.myorg.example"}],
         "paths": {"/readings": {"post": {"operationId": "logreading"}}, "/report": {"post": {"operationId": "produceReport"}}}}
        """;

    private sealed class Redirecting(Uri here) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var wanted = request.RequestUri!;
            request.Headers.Remove(HostHeader);
            request.Headers.Add(HostHeader, wanted.Host);
            request.RequestUri = new Uri(here, wanted.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
