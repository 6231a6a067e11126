using System.Net;
using System.Net.Http.Headers;
using AgentBus.Gateway.Tests.Support;
using AgentBus.Storage.Workers;

namespace AgentBus.Gateway.Tests.Definitions;

public sealed class DefinitionTests(GatewayHost host) : IClassFixture<GatewayHost>
{
    private const string Allow = "/v1/definitions?unknownAgents=allow";

    [Fact]
    public async Task A_new_definition_is_201_the_same_again_200_another_text_409()
    {
        using var client = host.Admin;
        var text = Samples.Reading("thrice");
        var created = await client.PutAsync(Allow, Http.Yaml(text));
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        created.Headers.Location!.ToString().ShouldBe("/v1/definitions/tests/thrice/1.0.0");
        (await client.PutAsync(Allow, Http.Yaml(text))).StatusCode.ShouldBe(HttpStatusCode.OK);
        var conflict = await client.PutAsync(Allow, Http.Yaml(text + "\n# another text\n"));
        conflict.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await conflict.JsonAsync()).Text("detail").ShouldContain("tests/thrice@1.0.0");
        (await GetTextAsync(client, "/v1/definitions/tests/thrice")).ShouldBe(text);
    }

    [Fact]
    public async Task Every_problem_comes_at_once_with_line_and_path_and_nothing_is_stored()
    {
        using var client = host.Admin;
        var text = Samples.Reading("broken").Replace("call: agent", "cull: agent") + "\n  - next: { set: 1, then: nowhere }\n  - more: { wait: soon }";
        var answer = await client.PutAsync(Allow, Http.Yaml(text));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var errors = (await answer.JsonAsync()).GetProperty("errors").EnumerateArray().ToList();
        errors.Count.ShouldBeGreaterThanOrEqualTo(3);
        errors.ShouldAllBe(e => e.GetProperty("line").GetInt32() > 0 && e.GetProperty("column").GetInt32() > 0 && e.Text("path").StartsWith("/do/") && e.Text("message").Length > 10);
        (await client.GetAsync("/v1/definitions/tests/broken")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_call_of_an_unknown_agent_is_refused_with_its_line()
    {
        using var client = host.Admin;
        var answer = await client.PutAsync("/v1/definitions", Http.Yaml(Samples.Reading("unknown-agent").Replace("agent: reader", "agent: raeder")));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = (await answer.JsonAsync()).GetProperty("errors").EnumerateArray().ShouldHaveSingleItem();
        error.Text("path").ShouldBe("/do/0/read/with/agent");
        error.GetProperty("line").GetInt32().ShouldBe(17);
        error.Text("message").ShouldContain("'raeder'");
        (await client.GetAsync("/v1/definitions/tests/unknown-agent")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_call_of_an_announced_agent_is_taken()
    {
        using var client = host.Admin;
        await host.Get<IWorkerStore>().SeenAsync(
            new WorkerRow("w/1", "announced", "1.0.0", [], 4, 0, TimeProvider.System.GetUtcNow()), CancellationToken.None);
        var answer = await client.PutAsync("/v1/definitions", Http.Yaml(Samples.Reading("known-agent").Replace("agent: reader", "agent: announced")));
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_definition_comes_as_the_stored_yaml_or_as_json()
    {
        using var client = host.Admin;
        await Samples.PutReadingAsync(client, "both", "1.2.0");
        await Samples.PutReadingAsync(client, "both", "1.10.0");
        var json = await (await client.GetAsync("/v1/definitions/tests/both")).JsonAsync();
        json.GetProperty("document").Text("version").ShouldBe("1.10.0");
        (await GetTextAsync(client, "/v1/definitions/tests/both/1.2.0")).ShouldBe(Samples.Reading("both", "1.2.0"));
    }

    [Fact]
    public async Task Validation_stores_nothing_and_names_agents_without_a_worker()
    {
        using var client = host.Admin;
        var answer = await client.PostAsync("/v1/definitions/validate", Http.Yaml(Samples.Reading("only-checked")));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.JsonAsync()).GetProperty("missingAgents")[0].GetString().ShouldBe("reader");
        (await client.GetAsync("/v1/definitions/tests/only-checked")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_document_over_one_megabyte_is_413_and_of_another_type_415()
    {
        using var client = host.Admin;
        (await client.PutAsync(Allow, Http.Yaml("# " + new string('x', 1_024 * 1_024)))).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await client.PutAsync(Allow, Http.Body("a,b", "text/csv"))).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    private static async Task<string> GetTextAsync(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("application/yaml") } } };
        return await (await client.SendAsync(request)).Content.ReadAsStringAsync();
    }
}
