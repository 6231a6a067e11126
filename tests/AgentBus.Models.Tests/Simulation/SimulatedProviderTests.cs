using System.Text.Json;
using AgentBus.Models.Gateway;
using AgentBus.Models.Tests.Gateway;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Tests.Simulation;

public sealed class SimulatedProviderTests
{
    private static readonly JsonElement Schema = JsonElement.Parse(
        """{"type":"object","required":["grade","names"],"properties":{"grade":{"type":"integer","minimum":3},"names":{"type":"array","minItems":2,"items":{"enum":["a","b"]}},"text":{"type":"string","minLength":4}},"additionalProperties":false}""");

    [Fact]
    public async Task The_same_seed_and_prompt_give_the_same_answer_and_another_prompt_another()
    {
        using var gateway = Gateway();
        using var same = Gateway();

        var answer = (await gateway.AskAsync()).Text;

        (await same.AskAsync()).Text.ShouldBe(answer);
        (await gateway.AskAsync(text: "Say goodbye.")).Text.ShouldNotBe(answer);
    }

    [Fact]
    public async Task A_right_answer_fits_the_schema_and_the_share_of_right_ones_is_its_quality()
    {
        using var gateway = Gateway(("Providers:sim:Simulated:Quality", "0.7"));
        var right = 0;
        for (var i = 0; i < 300; i++)
        {
            try
            {
                await gateway.AskAsync("m", $"Task {i}", new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema) });
                right++;
            }
            catch (ModelException e) when (e.Error.Code == ModelErrorCodes.InvalidOutput)
            {
                // A wrong one.
            }
        }

        right.ShouldBeInRange(180, 240);
    }

    [Fact]
    public async Task It_calls_a_tool_it_is_required_to()
    {
        using var gateway = Gateway();
        var tool = AIFunctionFactory.CreateDeclaration("grade", null, Schema);

        var answer = await gateway.AskAsync(options: new ChatOptions { Tools = [tool], ToolMode = ChatToolMode.RequireAny });

        answer.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        answer.Messages[0].Contents.OfType<FunctionCallContent>().ShouldHaveSingleItem().Name.ShouldBe("grade");
    }

    [Fact]
    public async Task An_outage_can_be_switched_on_and_off()
    {
        using var gateway = Gateway(("Providers:sim:Retries", "0"));

        gateway.Change(("Providers:sim:Simulated:ErrorRate", "1"));
        (await gateway.FailAsync()).Error.Code.ShouldBe(ModelErrorCodes.ProviderUnavailable);
        gateway.Change(("Providers:sim:Simulated:ErrorRate", "0"));
        await gateway.AskAsync();
    }

    [Fact]
    public async Task A_stream_says_the_same_in_words()
    {
        using var gateway = Gateway();

        var pieces = new List<ChatResponseUpdate>();
        await foreach (var piece in gateway.Client.GetStreamingResponseAsync("Say hello."))
        {
            pieces.Add(piece);
        }

        pieces.Count(p => p.Text.Length > 0).ShouldBe(20);
        pieces.ToChatResponse().Text.ShouldBe((await gateway.AskAsync()).Text);
    }

    private static TestGateway Gateway(params (string Key, string? Value)[] more) => new(
        [("Providers:sim:Kind", "Simulated"), ("Providers:sim:Simulated:Latency", "00:00:00"), ("Models:m:Provider", "sim"), .. more]);
}
