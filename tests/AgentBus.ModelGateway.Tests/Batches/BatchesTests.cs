using System.ClientModel;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OpenAI;
using OpenAI.Files;

namespace AgentBus.ModelGateway.Tests.Batches;

/// <summary>Calls in a file are answered in the background, in the form the OpenAI API has for it.</summary>
public sealed class BatchesTests
{
    private const string Completion = """{"choices":[{"index":0,"message":{"role":"assistant","content":"Done."},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":10}}""";

    [Fact]
    public async Task The_official_clients_file_is_worked_off_and_its_results_can_be_downloaded()
    {
        await using var provider = await StandInProvider.StartAsync(200, Completion);
        await using var gateway = await GatewayHost.StartAsync(provider.Settings);
        var files = new OpenAIClient(new ApiKeyCredential("unused"), new OpenAIClientOptions { Endpoint = gateway.Api }).GetOpenAIFileClient();
        var lines = Encoding.UTF8.GetBytes($"{Line("one")}\n{Line("two", """{"model":"none","messages":[{"role":"user","content":"Hello?"}]}""")}\r\n\n{Line("three")}");
        using var calls = new MemoryStream(lines);

        OpenAIFile uploaded = await files.UploadFileAsync(calls, "calls.jsonl", FileUploadPurpose.Batch);
        var batch = await EndedAsync(gateway, await CreateAsync(gateway, uploaded.Id));

        Text(batch, "status").ShouldBe("completed");
        batch.GetProperty("request_counts").ToString().ShouldBe("""{"total":3,"completed":2,"failed":1}""");
        batch.GetProperty("metadata").GetProperty("who").GetString().ShouldBe("me");
        var output = Lines(await files.DownloadFileAsync(Text(batch, "output_file_id")));
        output.Select(line => Text(line, "custom_id")).ShouldBe(["one", "three"]);
        var response = output[0].GetProperty("response");
        response.GetProperty("status_code").GetInt32().ShouldBe(200);
        response.GetProperty("body").GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString().ShouldBe("Done.");
        response.GetProperty("body").GetProperty("agentbus").GetProperty("costUsd").GetDecimal().ShouldBe(0.001m);
        var failed = Lines(await files.DownloadFileAsync(Text(batch, "error_file_id"))).ShouldHaveSingleItem();
        failed.GetProperty("error").GetProperty("code").GetString().ShouldBe("model_not_found");
        (await files.DownloadFileAsync(uploaded.Id)).Value.ToMemory().ToArray().ShouldBe(lines);
    }

    [Fact]
    public async Task A_faulty_file_is_refused_with_every_line_that_is_wrong_and_nothing_is_called()
    {
        await using var provider = await StandInProvider.StartAsync(200, Completion);
        await using var gateway = await GatewayHost.StartAsync(provider.Settings);
        string[] lines =
        [
            Line("one"), "{", Line("one"), Line("", Body), """{"custom_id":"a","method":"GET","url":"/v1/chat/completions","body":{}}""",
            """{"custom_id":"b","method":"POST","url":"/v1/embeddings","body":{}}""", Line("c", "[]"), Line("d", """{"model":"small"}"""), "null",
        ];

        var batch = await CreateAsync(gateway, await UploadAsync(gateway, string.Join('\n', lines)));

        Text(batch, "status").ShouldBe("failed");
        var faults = batch.GetProperty("errors").GetProperty("data").EnumerateArray().ToList();
        faults.Select(fault => fault.GetProperty("line").GetInt32()).ShouldBe([2, 3, 4, 5, 6, 7, 8, 9]);
        faults[1].GetProperty("message").GetString().ShouldBe("custom_id 'one' is there twice; give each call its own.");
        faults[6].GetProperty("message").GetString()!.ShouldContain("'messages' is missing");
        (await EndedAsync(gateway, batch)).GetProperty("request_counts").GetProperty("total").GetInt32().ShouldBe(0);
        provider.Calls.ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"endpoint":"/v1/chat/completions","completion_window":"24h"}""", "input_file_id")]
    [InlineData("""{"endpoint":"/v1/embeddings","input_file_id":"f"}""", "endpoint")]
    [InlineData("""{"endpoint":"/v1/chat/completions","input_file_id":"file-none"}""", "there is no file")]
    [InlineData("null", "null")]
    [InlineData("[", "not")]
    public async Task A_faulty_request_is_told_what_is_wrong(string body, string why)
    {
        await using var gateway = await GatewayHost.StartAsync();

        var answer = await gateway.Http.PostAsync("/v1/batches", new StringContent(body, Encoding.UTF8, "application/json"));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(why);
    }

    [Fact]
    public async Task A_file_for_something_else_or_no_file_is_refused_and_what_is_not_there_is_not_found()
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var other = Form("x", "assistants");
        using var none = new MultipartFormDataContent { { new StringContent("batch"), "purpose" } };

        (await gateway.Http.PostAsync("/v1/files", other)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await gateway.Http.PostAsync("/v1/files", none)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await gateway.Http.PostAsJsonAsync("/v1/files", new { })).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        foreach (var path in new[] { "files/file-1", "files/file-1/content", "files/file-output-1/content", "batches/batch_1" })
        {
            (await gateway.Http.GetAsync($"/v1/{path}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }
    }

    [Fact]
    public async Task Another_tenant_sees_neither_batch_nor_file()
    {
        await using var gateway = await GatewayHost.StartAsync();
        var file = await UploadAsync(gateway, Line("one"));
        var batch = Text(await CreateAsync(gateway, file), "id");

        gateway.Http.DefaultRequestHeaders.Add("AgentBus-Tenant", "acme");

        (await gateway.Http.GetAsync($"/v1/batches/{batch}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await gateway.Http.GetAsync($"/v1/files/{file}/content")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await gateway.Http.GetFromJsonAsync<JsonElement>("/v1/batches")).GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_cancelled_batch_begins_no_further_call()
    {
        await using var gateway = await GatewayHost.StartAsync(new() { ["ModelGateway:Batches:Concurrency"] = "0" });
        var batch = await CreateAsync(gateway, await UploadAsync(gateway, Line("one")));
        Text(batch, "status").ShouldBe("in_progress");

        var answer = await gateway.Http.PostAsync($"/v1/batches/{Text(batch, "id")}/cancel", null);

        Text(await answer.Content.ReadFromJsonAsync<JsonElement>(), "status").ShouldBe("cancelled");
        (await gateway.Http.GetFromJsonAsync<JsonElement>("/v1/batches")).GetProperty("data")[0].GetProperty("status").GetString().ShouldBe("cancelled");
    }

    [Fact]
    public async Task Calls_over_the_budget_end_with_its_error_and_those_before_are_answered()
    {
        await using var provider = await StandInProvider.StartAsync(200, Completion);
        var settings = provider.Settings;
        settings["Models:Budgets:0:Scope"] = "tenant";
        settings["Models:Budgets:0:LimitUsd"] = "0.0015";
        settings["ModelGateway:Batches:Concurrency"] = "1";
        await using var gateway = await GatewayHost.StartAsync(settings);

        var batch = await EndedAsync(gateway, await CreateAsync(gateway, await UploadAsync(gateway, string.Join('\n', Enumerable.Range(0, 4).Select(i => Line($"{i}"))))));

        var counts = batch.GetProperty("request_counts");
        (counts.GetProperty("completed").GetInt32() + counts.GetProperty("failed").GetInt32()).ShouldBe(4);
        counts.GetProperty("completed").GetInt32().ShouldBe(provider.Calls);
        provider.Calls.ShouldBeInRange(1, 2);
        (await gateway.Http.GetStringAsync($"/v1/files/{Text(batch, "error_file_id")}/content")).ShouldContain("budget_exceeded");
    }

    [Fact]
    public async Task Faulty_settings_stop_the_gateway_at_start()
    {
        var error = await Should.ThrowAsync<Exception>(() => GatewayHost.StartAsync(new() { ["ModelGateway:Batches:Concurrency"] = "-1", ["ModelGateway:Batches:Lease"] = "00:00:00" }));

        error.Message.ShouldContain("Concurrency");
        error.Message.ShouldContain("Lease");
    }

    private const string Body = """{"model":"auto","messages":[{"role":"user","content":"Hello?"}],"max_tokens":10}""";

    private static string Line(string id, string body = Body) => $$"""{"custom_id":"{{id}}","method":"POST","url":"/v1/chat/completions","body":{{body}}}""";

    private static async Task<string> UploadAsync(GatewayHost gateway, string calls)
    {
        using var form = Form(calls, "batch");
        var answer = await gateway.Http.PostAsync("/v1/files", form);
        return Text(await answer.Content.ReadFromJsonAsync<JsonElement>(), "id");
    }

    private static MultipartFormDataContent Form(string calls, string purpose) => new() { { new StringContent(purpose), "purpose" }, { new StringContent(calls), "file", "calls.jsonl" } };

    private static async Task<JsonElement> CreateAsync(GatewayHost gateway, string file)
    {
        var answer = await gateway.Http.PostAsJsonAsync(
            "/v1/batches", new { input_file_id = file, endpoint = "/v1/chat/completions", completion_window = "24h", metadata = new { who = "me" } });
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Asks until it has ended, as its maker does.</summary>
    private static async Task<JsonElement> EndedAsync(GatewayHost gateway, JsonElement batch)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (Text(batch, "status") == "in_progress")
        {
            batch = await gateway.Http.GetFromJsonAsync<JsonElement>($"/v1/batches/{Text(batch, "id")}", limit.Token);
        }

        return batch;
    }

    private static List<JsonElement> Lines(BinaryData file) => [.. file.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
