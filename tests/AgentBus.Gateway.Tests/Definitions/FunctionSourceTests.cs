using AgentBus.Gateway.Definitions;
using AgentBus.Gateway.Problems;
using AgentBus.Workflows.Definitions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentBus.Gateway.Tests.Definitions;

public sealed class FunctionSourceTests : IAsyncLifetime
{
    private readonly WebApplication server = Server();
    private string address = "";

    public async Task InitializeAsync()
    {
        await server.StartAsync();
        address = server.Urls.Single();
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task A_function_of_an_allowed_host_and_those_it_calls_are_written_into_the_definition()
    {
        var whole = await CompleteAsync($"{address}/outer.yaml", "127.0.0.1");
        var body = DefinitionReader.Read(whole).Definition!.Do[0].ShouldBeOfType<CallFunctionTask>().Body;
        body.ShouldBeOfType<CallFunctionTask>().Body.ShouldBeOfType<SetTask>();
    }

    [Fact]
    public async Task A_function_of_another_host_is_left_and_refused_with_the_settings_name()
    {
        var text = await CompleteAsync($"{address}/outer.yaml", "other.example");
        DefinitionReader.Read(text).Problems.ShouldHaveSingleItem().Message.ShouldContain("Calls:CatalogHosts");
    }

    [Fact]
    public async Task A_function_that_cannot_be_had_says_where_and_why() =>
        (await Should.ThrowAsync<ProblemException>(() => CompleteAsync($"{address}/missing.yaml", "127.0.0.1")))
            .Message.ShouldContain($"could not be fetched from {address}/missing.yaml");

    private static async Task<string> CompleteAsync(string function, string host)
    {
        using var source = new FunctionSource(Options.Create(new FunctionSourceOptions { CatalogHosts = [host] }));
        return await source.CompleteAsync(
            $"document: {{dsl: '1.0.3', namespace: tests, name: outside, version: '1.0.0'}}\ndo: [{{x: {{call: '{function}'}}}}]", CancellationToken.None);
    }

    private static WebApplication Server()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/outer.yaml", (HttpRequest request) => Results.Text($"call: http://{request.Host}/inner.yaml\nwith: {{n: 1}}"));
        app.MapGet("/inner.yaml", () => Results.Text("set: {n: '${ .n + 1 }'}"));
        return app;
    }
}
