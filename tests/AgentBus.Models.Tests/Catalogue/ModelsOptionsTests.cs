using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;
using AgentBus.Models.Tests.Providers;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AgentBus.Models.Tests.Catalogue;

public sealed class ModelsOptionsTests
{
    [Fact]
    public void Nothing_configured_is_valid_and_leaves_the_built_in_model()
    {
        using var services = Services([]);

        services.GetRequiredService<LiveModels>().Catalogue.Models.Select(m => m.Name).ShouldBe(["extractive"]);
    }

    [Fact]
    public void Every_fault_is_reported_at_once_with_its_place()
    {
        using var services = Services(new()
        {
            ["Models:Default"] = "nowhere",
            ["Models:Providers:extractive:Kind"] = "OpenAI",
            ["Models:Providers:a:BaseUrl"] = "ftp://example.org",
            ["Models:Providers:a:ApiKeyEnv"] = "A",
            ["Models:Providers:a:ApiKeyFile"] = "/run/a",
            ["Models:Providers:a:Timeout"] = "00:00:00",
            ["Models:Providers:a:Retries"] = "11",
            ["Models:Providers:a:MaxRetryAfter"] = "01:00:00",
            ["Models:Models:x:Provider"] = "b",
            ["Models:Models:x:InputUsdPerMillion"] = "-1",
            ["Models:Models:x:ContextWindow"] = "10",
            ["Models:Models:x:Aliases:0"] = "auto",
            ["Models:Policy"] = "clever",
            ["Models:ExplorationCost"] = "0.5",
            ["Models:SuccessUsd"] = "0",
        });

        var failures = Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate()).Failures.ToList();

        failures.ShouldBe(
        [
            "Models:Providers:a:Kind is missing; give OpenAI, Anthropic or Simulated.",
            "Models:Providers:a:BaseUrl must be an absolute http or https address without user or password.",
            "Models:Providers:a: give ApiKeyEnv or ApiKeyFile, not both.",
            "Models:Providers:a:Timeout is 00:00:00; give 1 s to 2 h.",
            "Models:Providers:a:Retries is 11; give 0 to 10.",
            "Models:Providers:a:MaxRetryAfter is 01:00:00; give 0 to 5 min.",
            "Models:Providers:extractive: this name belongs to the built-in provider; choose another.",
            "Models:Models:x:Provider is 'b'; configured are: a, extractive.",
            "Models:Models:x: a price is negative or over 1000000; give US dollars per million tokens, 0 or more.",
            "Models:Models:x: ContextWindow is 10 and MaxOutputTokens 4096; both must be positive and the second no more than the first.",
            "Models:Models: the name or alias 'auto' is given 2 times ('auto' and 'extractive' are built in); each may stand for one model.",
            "Models:Default is 'nowhere'; no model under Models:Models has that name or alias.",
            "Models:Policy is 'clever'; give fixed, cheapest, fastest, best, balanced, learned.",
            "Models:SuccessUsd is 0; give US dollars over 0, at most 1000000.",
            "Models:ExplorationCost is 0.5; give 0 to 0.1.",
        ]);
    }

    [Fact]
    public void What_cannot_be_read_is_told_with_its_place_and_what_to_give_and_nothing_else_of_its_entry()
    {
        using var services = Services(new()
        {
            ["Models:Providers:a:Kind"] = "Simulated",
            ["Models:Models:x:Provider"] = "a",
            ["Models:Models:x:Tools"] = "perhaps",
            ["Models:Models:y:Provider"] = "b",
            ["Models:Models:y:Price"] = "1",
            ["Models:Budgets:0:Scope"] = "runs",
            ["Models:Budgets:0:LimitUsd"] = "1",
        });

        var failures = Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate()).Failures.ToList();

        failures.Count.ShouldBe(4);
        failures[0].ShouldBe("Models:Models:x:Tools is 'perhaps'; give true or false.");
        failures[1].ShouldStartWith("Models:Models:y has no setting 'Price'; there are Name, Provider, ");
        failures[2].ShouldBe("Models:Budgets:0:Scope is 'runs'; give Run, Workflow, Agent, Tenant, Day.");
        failures[3].ShouldBe("Models:Models:y:Provider is 'b'; configured are: a.");
    }

    [Fact]
    public async Task Auto_takes_the_default_model_whatever_the_order()
    {
        await using var server = await StandIn.StartAsync();
        server.ThenJson("""{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi."},"finish_reason":"stop"}]}""");
        using var host = new Host(ProviderKind.OpenAI, server.Url, ("Models:Models:zz:Provider", "main"), ("Models:Models:zz:Aliases:0", "favourite"), ("Models:Default", "favourite"));

        (await host.AskAsync()).AdditionalProperties![AnswerProperties.Model].ShouldBe("zz");
    }

    [Fact]
    public async Task Auto_takes_the_model_of_the_configured_policy()
    {
        await using var server = await StandIn.StartAsync();
        server.ThenJson("""{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi."},"finish_reason":"stop"}]}""");
        using var host = new Host(
            ProviderKind.OpenAI, server.Url, ("Models:Models:zz:Provider", "main"), ("Models:Models:big:OutputUsdPerMillion", "10"), ("Models:Policy", "Cheapest"));

        var answer = await host.AskAsync();

        answer.AdditionalProperties![AnswerProperties.Model].ShouldBe("zz");
        answer.AdditionalProperties[AnswerProperties.Reason].ShouldBe("cheapest that can take the call, about $0");
    }

    [Fact]
    public async Task Auto_falls_back_to_the_built_in_model_when_the_key_is_missing_and_says_so()
    {
        using var host = new Host(ProviderKind.OpenAI, "http://127.0.0.1:9", ("Models:Providers:main:ApiKeyEnv", "AGENTBUS_TEST_NO_SUCH_KEY"));

        var answer = await host.AskAsync();

        answer.AdditionalProperties![AnswerProperties.Model].ShouldBe("extractive");
        answer.AdditionalProperties[AnswerProperties.Reason]!.ToString()!.ShouldContain("big: the key of provider 'main' is missing");
    }

    [Fact]
    public async Task A_model_named_by_the_caller_is_not_replaced_when_its_key_is_missing()
    {
        using var host = new Host(ProviderKind.OpenAI, "http://127.0.0.1:9", ("Models:Providers:main:ApiKeyEnv", "AGENTBUS_TEST_NO_SUCH_KEY"));

        (await host.FailAsync(new ChatOptions { ModelId = "big" })).Code.ShouldBe(ModelErrorCodes.ProviderKey);
    }

    [Fact]
    public async Task An_unknown_model_is_refused_with_the_names_there_are()
    {
        using var host = new Host(ProviderKind.OpenAI, "http://127.0.0.1:9");

        (await host.FailAsync(new ChatOptions { ModelId = "gpt-9" })).Message.ShouldBe("There is no model or alias 'gpt-9'. Known are: auto, big, best, extractive.");
    }

    [Fact]
    public async Task A_prompt_over_the_context_window_is_refused_before_it_is_sent()
    {
        await using var server = await StandIn.StartAsync();
        using var host = new Host(ProviderKind.OpenAI, server.Url, ("Models:Models:big:ContextWindow", "5000"));

        var failure = await Should.ThrowAsync<ModelException>(() => host.AskAsync(new ChatOptions { ModelId = "big" }, new string('a', 24_000)));

        failure.Error.Code.ShouldBe(ModelErrorCodes.ContextLength);
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_in_a_file_is_read_again_after_it_was_rotated()
    {
        await using var server = await StandIn.StartAsync();
        server.ThenJson("""{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi."},"finish_reason":"stop"}]}""");
        var file = Path.GetTempFileName();
        try
        {
            using var host = new Host(ProviderKind.OpenAI, server.Url, ("Models:Providers:main:ApiKeyEnv", null!), ("Models:Providers:main:ApiKeyFile", file));
            await File.WriteAllTextAsync(file, "first\n");
            await host.AskAsync();
            await File.WriteAllTextAsync(file, "second\n");
            await host.AskAsync();
        }
        finally
        {
            File.Delete(file);
        }

        server.Requests.Select(r => r.Headers["Authorization"]).ShouldBe(["Bearer first", "Bearer second"]);
    }

    private static ServiceProvider Services(Dictionary<string, string?> settings) =>
        new ServiceCollection().AddLogging().AddModels(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
}
