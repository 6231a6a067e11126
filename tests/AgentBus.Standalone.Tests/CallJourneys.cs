using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentBus.Standalone.Tests;

/// <summary>A workflow of the embedded host calls a server with a secret.</summary>
public sealed class CallJourneys : StandaloneTest
{
    private const string Secret = "kf83-very-secret-0042";

    [Fact]
    public async Task A_secret_reaches_the_server_and_nothing_that_is_kept()
    {
        var seen = new List<string>();
        await using var server = Server(seen);
        await server.StartAsync();
        var settings = new Dictionary<string, string>
        {
            ["SECRET_SHOP"] = $$"""{"key": "{{Secret}}"}""",
            ["Calls__AllowedHosts__0"] = "127.0.0.1",
        };
        string output, history;
        await using (var host = await StartAsync(settings))
        {
            using var api = ApiOf(host);
            await api.PutDefinitionAsync("""
                document: {dsl: '1.0.3', namespace: tests, name: shop, version: '1.0.0'}
                use: {secrets: [shop]}
                do:
                  - order:
                      call: http
                      with:
                        method: post
                        endpoint: $SERVER/orders/{id}
                        headers: {X-Key: '${ $secrets.shop.key }'}
                        body: {item: '${ .item }'}
                  - fail:
                      try:
                        - refused: {call: http, with: {method: get, endpoint: '$SERVER/refused', query: {key: '${ $secrets.shop.key }'}}}
                      catch: {as: problem, do: [{note: {set: {order: '${ . }', problem: '${ $problem.detail }'}}}]}
                """.Replace("$SERVER", server.Urls.Single(), StringComparison.Ordinal));
            var run = await api.StartAsync("shop", new JsonObject { ["id"] = 7, ["item"] = "tea" });
            var ended = await api.EndedAsync(run);
            ended.GetProperty("run").GetProperty("state").GetString().ShouldBe("Completed", ended.GetRawText());
            history = (await api.GetAsync($"/v1/runs/{run}/history?limit=500")).GetRawText();
            await host.StopAsync(Limit);
            output = host.Output;
        }

        seen.ShouldBe([$"/orders/7 {Secret} {{\"item\":\"tea\"}}", $"/refused?key={Secret}  "]);
        history.ShouldContain("said ***");
        history.ShouldNotContain(Secret);
        output.ShouldNotContain(Secret);
        foreach (var file in Directory.EnumerateFiles(Data, "*", SearchOption.AllDirectories))
        {
            Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)).Contains(Secret, StringComparison.Ordinal).ShouldBeFalse($"the secret stands in {file}");
        }
    }

    private static WebApplication Server(List<string> seen)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Map("/{**path}", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            seen.Add($"{request.Path}{request.QueryString} {request.Headers["X-Key"]} {await reader.ReadToEndAsync()}");
            return request.Path == "/refused" ? Results.Text($"you said {request.Query["key"]}", statusCode: 403) : Results.Json(new { order = 7, echo = request.Headers["X-Key"].ToString() });
        });
        return app;
    }
}
