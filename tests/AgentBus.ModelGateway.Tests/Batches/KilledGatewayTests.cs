using System.Net.Http.Json;
using System.Text.Json;
using AgentBus.TestKit.Postgres;
using AgentBus.TestKit.Processes;
using AgentBus.Tests.Shared;

namespace AgentBus.ModelGateway.Tests.Batches;

/// <summary>Two gateways work off a batch and one is killed in the middle: each call is answered once, and only what it was at is made again.</summary>
public sealed class KilledGatewayTests(PostgresFixture store) : IClassFixture<PostgresFixture>
{
    private const int Calls = 80;
    private const int Concurrency = 4;

    [Fact]
    public async Task Each_call_of_a_batch_is_answered_once_although_a_gateway_is_killed()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);
        await using var provider = await SlowProvider.StartAsync(TimeSpan.FromMilliseconds(100));
        var settings = Settings(provider);
        (await ServiceProcess.RunAsync("ModelGateway", settings, limit.Token, "setup")).ExitCode.ShouldBe(0);
        await using var killed = await ServiceProcess.StartAsync("ModelGateway", settings, limit.Token, "run");
        await using var other = await ServiceProcess.StartAsync("ModelGateway", settings, limit.Token, "run");
        using var http = new HttpClient { BaseAddress = other.Address };

        var batch = await CreateAsync(http, limit.Token);
        await UntilAsync(http, batch, view => Completed(view) >= Calls / 4, limit.Token);
        await killed.KillAsync();
        var ended = await UntilAsync(http, batch, view => view.GetProperty("status").GetString() != "in_progress", limit.Token);

        ended.GetProperty("status").GetString().ShouldBe("completed");
        Completed(ended).ShouldBe(Calls);
        var lines = (await http.GetStringAsync($"/v1/files/{ended.GetProperty("output_file_id").GetString()}/content", limit.Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Select(line => JsonElement.Parse(line).GetProperty("custom_id").GetString()).ShouldBe(Enumerable.Range(0, Calls).Select(i => $"call-{i}"));
        provider.Calls.ShouldBeInRange(Calls, Calls + Concurrency, "what the killed one had asked and not yet written may be asked again");
    }

    private static int Completed(JsonElement view) => view.GetProperty("request_counts").GetProperty("completed").GetInt32();

    private static async Task<string> CreateAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var calls = string.Join('\n', Enumerable.Range(0, Calls).Select(i => JsonSerializer.Serialize(new
        {
            custom_id = $"call-{i}", method = "POST", url = "/v1/chat/completions",
            body = new { model = "m", max_tokens = 400, messages = new[] { new { role = "user", content = $"Do number {i}." } } },
        })));
        using var form = new MultipartFormDataContent { { new StringContent("batch"), "purpose" }, { new StringContent(calls), "file", "calls.jsonl" } };
        var file = await (await http.PostAsync("/v1/files", form, cancellationToken)).Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        var batch = await http.PostAsJsonAsync("/v1/batches", new { input_file_id = file.GetProperty("id").GetString(), endpoint = "/v1/chat/completions", completion_window = "1h" }, cancellationToken);
        return (await batch.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("id").GetString()!;
    }

    private static async Task<JsonElement> UntilAsync(HttpClient http, string batch, Func<JsonElement, bool> isSo, CancellationToken cancellationToken)
    {
        while (true)
        {
            var view = await http.GetFromJsonAsync<JsonElement>($"/v1/batches/{batch}", cancellationToken);
            if (isSo(view))
            {
                return view;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }

    private Dictionary<string, string> Settings(SlowProvider provider) => new()
    {
        ["Store__Provider"] = "postgres",
        ["Store__ConnectionString"] = store.ConnectionString,
        ["Models__Providers__p__Kind"] = "OpenAI",
        ["Models__Providers__p__BaseUrl"] = provider.Url,
        ["Models__Models__m__Provider"] = "p",
        ["ModelGateway__Batches__Concurrency"] = $"{Concurrency}",
        ["ModelGateway__Batches__Lease"] = "00:00:02",
    };
}
