using System.Text.Json;
using AgentBus.Models.Gateway;
using AgentBus.Models.MicroBatches;
using AgentBus.Models.Tests.Gateway;
using AgentBus.Models.Tests.Providers;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Tests.MicroBatches;

/// <summary>Small calls of one kind are one prompt, and each gets its own answer, or is asked alone.</summary>
public sealed class MicroBatchTests : IAsyncLifetime
{
    private const string Kind = "grade";
    private static readonly Guid Run = Guid.NewGuid();
    private StandIn _server = null!;

    public async Task InitializeAsync() => _server = await StandIn.StartAsync();

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task Calls_of_a_step_type_are_one_request_each_with_its_answer_and_its_share_of_the_cost()
    {
        using var gateway = Gateway(3);
        _server.ThenJson(Said.Answer("""{"answers":[{"item":2,"answer":{"grade":2}},{"item":1,"answer":{"grade":1}},{"item":3,"answer":{"grade":3}}]}"""));

        var answers = await Task.WhenAll(AskAsync(gateway, "a"), AskAsync(gateway, "b"), AskAsync(gateway, "c"));

        answers.Select(Grade).Order().ShouldBe([1, 2, 3]);
        answers.Sum(answer => (decimal)answer.AdditionalProperties![AnswerProperties.CostUsd]!).ShouldBe(0.002m, 0.0000001m);
        var request = _server.Requests.ShouldHaveSingleItem().Body;
        var said = request.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("content").GetString()!).ToList();
        said[0].ShouldBe("Grade it.");
        var items = JsonElement.Parse(said[1][said[1].IndexOf('[', StringComparison.Ordinal)..]).EnumerateArray().ToDictionary(item => item.GetProperty("text").GetString()!, item => item.GetProperty("item").GetInt32());
        items.Keys.ShouldBe(["a", "b", "c"], ignoreOrder: true);
        answers.Zip(["a", "b", "c"]).ShouldAllBe(pair => Grade(pair.First) == items[pair.Second]);
        request.GetProperty("response_format").GetProperty("json_schema").GetProperty("schema").GetProperty("properties").GetProperty("answers").GetProperty("maxItems").GetInt32().ShouldBe(3);
    }

    [Theory]
    [InlineData("""{"answers":[{"item":1,"answer":{"grade":1}},{"item":2,"answer":{"grade":"two"}}]}""")]
    [InlineData("""{"answers":[{"item":1,"answer":{"grade":1}}]}""")]
    [InlineData("""{"answers":[{"item":1,"answer":{"grade":1}},{"item":2,"answer":{"grade":7}},{"item":2,"answer":{"grade":8}}]}""")]
    public async Task A_call_whose_answer_is_missing_or_does_not_fit_is_asked_alone_and_no_other(string together)
    {
        using var gateway = Gateway(2);
        _server.ThenJson(Said.Answer(together)).ThenJson(Said.Answer("""{"grade":2}"""));

        var answers = await Task.WhenAll(AskAsync(gateway, "a"), AskAsync(gateway, "b"));

        answers.Select(Grade).Order().ShouldBe([1, 2]);
        _server.Requests.Count.ShouldBe(2);
        answers.Sum(answer => (decimal)answer.AdditionalProperties![AnswerProperties.CostUsd]!).ShouldBe(0.004m, "what was of no use was paid too");
    }

    [Theory]
    [InlineData("no JSON", 200)]
    [InlineData("{}", 200)]
    [InlineData("", 400)]
    public async Task When_the_prompt_of_all_fails_each_is_asked_alone(string together, int status)
    {
        using var gateway = Gateway(2);
        _server.ThenJson(Said.Answer(together), status).ThenJson(Said.Answer("""{"grade":5}"""));

        var answers = await Task.WhenAll(AskAsync(gateway, "a"), AskAsync(gateway, "b"));

        answers.Select(Grade).ShouldBe([5, 5]);
        _server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_call_that_nobody_joins_is_asked_as_ever_after_a_moment()
    {
        using var gateway = Gateway(10, "00:00:00.010");
        _server.ThenJson(Said.Answer("""{"grade":1}"""));

        Grade(await AskAsync(gateway, "a")).ShouldBe(1);

        _server.Requests.ShouldHaveSingleItem().Body.GetProperty("messages")[1].GetProperty("content").GetString().ShouldBe("a");
    }

    [Theory]
    [InlineData(HintNames.StepType, "other")]
    [InlineData(HintNames.Tenant, "acme")]
    [InlineData(HintNames.Run, "11111111-1111-1111-1111-111111111111")]
    [InlineData(HintNames.StepVersion, "2")]
    [InlineData(HintNames.Rejected, "true")]
    [InlineData(HintNames.Objective, "quality")]
    [InlineData("temperature", "")]
    [InlineData("instructions", "")]
    [InlineData("long", "")]
    public async Task Calls_that_differ_in_more_than_their_last_message_or_may_not_wait_are_not_put_together(string what, string value)
    {
        using var gateway = Gateway(2, "00:00:00.050");
        _server.ThenJson(Said.Answer("""{"grade":1}"""));

        await Task.WhenAll(AskAsync(gateway, "a"), AskAsync(gateway, what == "long" ? new string('x', 5000) : "b", what, value));

        _server.Requests.Count.ShouldBe(2);
        _server.Requests.ShouldAllBe(request => !request.Body.ToString().Contains("several items"));
    }

    [Fact]
    public async Task Who_leaves_does_not_take_the_others_answers_along()
    {
        using var gateway = Gateway(2);
        using var leave = new CancellationTokenSource();
        _server.Then(async context =>
        {
            await leave.CancelAsync();
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Said.Answer("""{"answers":[{"item":1,"answer":{"grade":1}},{"item":2,"answer":{"grade":2}}]}""")));
        });

        var first = gateway.Client.GetResponseAsync("a", Options(), leave.Token);
        var other = AskAsync(gateway, "b");

        await Should.ThrowAsync<OperationCanceledException>(() => first);
        Grade(await other).ShouldBe(2);
    }

    [Fact]
    public void Whatever_a_model_says_nobody_gets_an_answer_that_is_not_marked_as_his() => Prop.ForAll<int[], string>((places, noise) =>
    {
        var text = JsonSerializer.Serialize(new { answers = places.Select(place => (object)new { item = place, answer = place }).Append(noise) });
        var apart = MicroBatchPrompt.Apart(text, 5);
        return apart.Index().All(part => part.Item is null ? places.Count(place => place == part.Index + 1) != 1 : part.Item == $"{part.Index + 1}")
            && MicroBatchPrompt.Apart(noise ?? "", 3).All(part => part is null);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Faulty_settings_are_named()
    {
        using var gateway = new TestGateway(("MicroBatch:StepTypes:grade", "1"), ("MicroBatch:Wait", "1.00:00:00"), ("MicroBatch:MaxCharacters", "0"));

        var errors = Should.Throw<Microsoft.Extensions.Options.OptionsValidationException>(() => gateway.Client).Failures.ToList();

        errors.Count.ShouldBe(3);
        errors[0].ShouldBe("Models:MicroBatch:StepTypes:grade is 1; give 2 to 50.");
    }

    private static int Grade(ChatResponse answer) => JsonElement.Parse(answer.Text).GetProperty("grade").GetInt32();

    private static ChatOptions Options() => new()
    {
        ModelId = "auto",
        Instructions = "Grade it.",
        ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type":"object","required":["grade"],"properties":{"grade":{"type":"integer"}}}"""), "grade"),
        AdditionalProperties = new() { [HintNames.StepType] = Kind, [HintNames.Run] = Run },
    };

    private static Task<ChatResponse> AskAsync(TestGateway gateway, string text, string? what = null, string value = "")
    {
        var options = Options();
        options.Temperature = what == "temperature" ? 0.5f : null;
        options.Instructions = what == "instructions" ? "Do something else." : options.Instructions;
        if (what is not (null or "temperature" or "instructions" or "long"))
        {
            options.AdditionalProperties![what] = value;
        }

        return gateway.Client.GetResponseAsync(text, options);
    }

    private TestGateway Gateway(int size, string wait = "00:00:05") =>
        new([.. TestGateway.Of(("big", _server.Url)), ($"MicroBatch:StepTypes:{Kind}", $"{size}"), ("MicroBatch:Wait", wait)]);
}
