using System.Text.Json;
using AgentBus.Models.Budgets;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Providers;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Tests.Budgets;

/// <summary>No call can cost more than its bound.</summary>
public sealed class CallBoundTests
{
    [Fact]
    public void Every_byte_that_is_sent_counts_as_a_token()
    {
        var schema = JsonDocument.Parse("""{"type":"object","properties":{"city":{"type":"string"}}}""").RootElement;
        var options = new ChatOptions
        {
            MaxOutputTokens = 100,
            Instructions = "Be brief.",
            Tools = [AIFunctionFactory.CreateDeclaration("weather", "Tells the weather.", schema)],
            ResponseFormat = ChatResponseFormat.ForJsonSchema(schema),
        };
        List<ChatMessage> messages =
        [
            new(ChatRole.User, "Wie ist das Wetter in Zürich? 天気"),
            new(ChatRole.Assistant, [new FunctionCallContent("c1", "weather", new Dictionary<string, object?> { ["city"] = "Zürich" })]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", new { degrees = 21.5 })]),
        ];
        var sent = "Be brief.weatherTells the weather.Wie ist das Wetter in Zürich? 天気weather{\"city\":\"Zürich\"}{\"degrees\":21.5}" + schema.GetRawText() + schema.GetRawText();

        var tokens = CallBound.InputTokens(new ProviderCall("m", messages, options));

        tokens.ShouldBeGreaterThan(System.Text.Encoding.UTF8.GetByteCount(sent));
        CallBound.MostUsd(Model(2, 10), new ProviderCall("m", messages, options)).ShouldBe(((tokens * 2m) + 1000m) / 1_000_000m);
    }

    [Fact]
    public void An_image_counts_as_more_than_any_provider_takes_for_one() =>
        CallBound.InputTokens(new ProviderCall("m", [new ChatMessage(ChatRole.User, [new DataContent(new byte[] { 1 }, "image/png")])], new ChatOptions())).ShouldBeGreaterThan(50_000);

    [Fact]
    public void A_call_without_a_limit_of_answer_tokens_has_no_bound() =>
        Should.Throw<InvalidOperationException>(() => CallBound.MostUsd(Model(1, 1), new ProviderCall("m", [], new ChatOptions())));

    private static CatalogueModel Model(decimal input, decimal output) =>
        new ModelCatalogue(new ModelsOptions { Providers = { ["p"] = new ProviderOptions { Kind = ProviderKind.OpenAI } }, Models = { ["m"] = new ModelOptions { Provider = "p", InputUsdPerMillion = input, OutputUsdPerMillion = output } } }).Find("m")!;
}
