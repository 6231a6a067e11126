using System.ClientModel;
using System.Text;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;

namespace AgentBus.ModelGateway.Tests;

/// <summary>The official OpenAI client works against the gateway unchanged.</summary>
public sealed class OfficialClientTests(OpenGateway open) : IClassFixture<OpenGateway>
{
    private const string Text = "The Marmara lighthouse was built in 1871 by the engineer Osman Kaya. When was the lighthouse built?";
    private const string Answer = "Quoted from your text, not written by a language model: The Marmara lighthouse was built in 1871 by the engineer Osman Kaya.";

    [Fact]
    public async Task It_gets_an_answer_with_usage()
    {
        ChatCompletion completion = await Client("auto").CompleteChatAsync(new UserChatMessage(Text));

        completion.Content[0].Text.ShouldBe(Answer);
        completion.Model.ShouldBe("extractive");
        completion.FinishReason.ShouldBe(ChatFinishReason.Stop);
        completion.Usage.TotalTokenCount.ShouldBe(completion.Usage.InputTokenCount + completion.Usage.OutputTokenCount);
        completion.Usage.InputTokenCount.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task It_gets_a_stream()
    {
        var text = new StringBuilder();
        ChatFinishReason? finish = null;
        ChatTokenUsage? usage = null;
        await foreach (var update in Client("extractive").CompleteChatStreamingAsync(new UserChatMessage(Text)))
        {
            text.Append(string.Concat(update.ContentUpdate.Select(p => p.Text)));
            finish ??= update.FinishReason;
            usage ??= update.Usage;
        }

        text.ToString().ShouldBe(Answer);
        finish.ShouldBe(ChatFinishReason.Stop);
        usage!.OutputTokenCount.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task It_names_a_task_in_metadata_and_gets_JSON_of_a_schema()
    {
        var options = new ChatCompletionOptions
        {
            Metadata = { ["agentbus_task"] = "judge" },
            ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("judgement", BinaryData.FromString("""{"type":"object","required":["results"],"properties":{"results":{"type":"array"}}}""")),
        };
        ChatCompletion completion = await Client("auto").CompleteChatAsync(
            [new SystemChatMessage("Judge."), new UserChatMessage("""{"claim":"The lighthouse was built in 1971.","passage":"The lighthouse was built in 1871."}""")], options);

        using var output = JsonDocument.Parse(completion.Content[0].Text);
        output.RootElement.GetProperty("results")[0].GetProperty("supported").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task It_streams_a_tool_call()
    {
        await using var gateway = await GatewayHost.StartAsync(new()
        {
            ["Models:Providers:sim:Kind"] = "Simulated", ["Models:Providers:sim:Simulated:Latency"] = "00:00:00", ["Models:Models:m:Provider"] = "sim",
        });
        var options = new ChatCompletionOptions
        {
            Tools = { ChatTool.CreateFunctionTool("weather", null, BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}}}""")) },
            ToolChoice = ChatToolChoice.CreateRequiredChoice(),
        };
        var client = new ChatClient("auto", new ApiKeyCredential("unused"), new OpenAIClientOptions { Endpoint = gateway.Api });

        var (name, arguments, finish) = ("", "", (ChatFinishReason?)null);
        await foreach (var update in client.CompleteChatStreamingAsync([new UserChatMessage("Weather in Oslo?")], options))
        {
            name += string.Concat(update.ToolCallUpdates.Select(c => c.FunctionName));
            arguments += string.Concat(update.ToolCallUpdates.Select(c => c.FunctionArgumentsUpdate));
            finish ??= update.FinishReason;
        }

        (name, arguments, finish).ShouldBe(("weather", """{"city":"a"}""", ChatFinishReason.ToolCalls));
    }

    [Fact]
    public async Task It_understands_an_error()
    {
        var error = await Should.ThrowAsync<ClientResultException>(() => Client("gpt-9").CompleteChatAsync(new UserChatMessage(Text)));

        error.Status.ShouldBe(404);
        error.Message.ShouldContain("There is no model or alias 'gpt-9'. Known are: auto, extractive.");
    }

    [Fact]
    public async Task It_lists_the_models()
    {
        var models = await new OpenAIClient(new ApiKeyCredential("unused"), new OpenAIClientOptions { Endpoint = open.Host.Api }).GetOpenAIModelClient().GetModelsAsync();

        models.Value.Select(m => m.Id).ShouldBe(["auto", "extractive"]);
    }

    private ChatClient Client(string model) => new(model, new ApiKeyCredential("unused"), new OpenAIClientOptions { Endpoint = open.Host.Api });
}
