using System.Text.Json;
using AgentBus.Models.Gateway;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Models.Tests.Extractive;

/// <summary>The five tasks as an agent meets them: through the chat client of a host without any provider.</summary>
public sealed class ExtractiveTasksTests : IDisposable
{
    private const string Broker = """
        # Queues

        RabbitMQ stores messages in queues until a consumer takes them. A quorum queue keeps a copy of each message on several nodes.
        The broker was released in 2007 by Rabbit Technologies. A single quorum queue handles about 30,000 messages per second.

        | nodes | rate |
        |---|---|
        | 3 | 30000 |

        ```bash
        rabbitmqctl list_queues
        ```

        Consumers acknowledge a message after the work is done, so that a crash does not lose it.
        See [the guide](https://www.rabbitmq.com/docs) for the details of every setting.
        """;

    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddModels(new ConfigurationBuilder().Build()).BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task A_summary_quotes_whole_sentences_of_the_passages_and_names_their_place()
    {
        var output = await RunAsync("summarise", new { topic = "lost messages after a crash", passages = new[] { new { id = "p1", text = Broker } }, maxSentences = 2 });

        var sentences = output.GetProperty("sentences").EnumerateArray().ToList();
        sentences.Count.ShouldBe(2);
        sentences[0].GetProperty("text").GetString().ShouldBe("Consumers acknowledge a message after the work is done, so that a crash does not lose it.");
        sentences[0].GetProperty("passageId").GetString().ShouldBe("p1");
        sentences[0].GetProperty("score").GetDouble().ShouldBe(1);
        sentences[1].GetProperty("score").GetDouble().ShouldBeLessThan(1);
    }

    [Fact]
    public async Task A_summary_takes_no_heading_table_row_or_code_however_many_sentences_are_asked_for()
    {
        var output = await RunAsync("summarise", new { passages = new[] { new { id = "p1", text = Broker } }, maxSentences = 50 });

        var texts = output.GetProperty("sentences").EnumerateArray().Select(s => s.GetProperty("text").GetString()!).ToList();
        texts.Count.ShouldBe(6);
        texts.ShouldContain("See the guide for the details of every setting.");
        texts.ShouldAllBe(t => t.EndsWith('.') && !t.Contains('|') && !t.Contains("rabbitmqctl"));
    }

    [Fact]
    public async Task Plain_text_is_quoted_letter_by_letter()
    {
        const string Text = "When <I>'s postinst is called, the *conf* file of `debconf' holds &lt; and __init__.";
        var output = await RunAsync("summarise", new { format = "text", passages = new[] { new { id = "a", text = Text } } });

        output.GetProperty("sentences")[0].GetProperty("text").GetString().ShouldBe(Text);
    }

    [Fact]
    public async Task A_repeated_sentence_is_quoted_once()
    {
        var text = "The worker confirms its result before it acknowledges the command. The worker confirms its result before it acknowledges the command.";
        var output = await RunAsync("summarise", new { passages = new[] { new { id = "a", text }, new { id = "b", text } } });

        output.GetProperty("sentences").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Entities_are_found_by_kind_and_counted()
    {
        var output = await RunAsync("extract", new { passages = new[] { new { id = "p1", text = Broker }, new { id = "p2", text = "On 2026-03-01 the AMQP client of RabbitMQ used 2.5 GB, see https://example.org/x." } } });

        var entities = output.GetProperty("entities").EnumerateArray().ToDictionary(e => $"{e.GetProperty("kind").GetString()}:{e.GetProperty("text").GetString()}");
        entities["name:RabbitMQ"].GetProperty("count").GetInt32().ShouldBe(2);
        entities["name:RabbitMQ"].GetProperty("passageId").GetString().ShouldBe("p1");
        entities.Keys.ShouldBe(["name:RabbitMQ", "number:2007", "name:Rabbit Technologies", "number:30,000", "number:30000", "number:3", "url:https://example.org/x", "date:2026-03-01", "number:2.5 GB", "acronym:AMQP"], ignoreOrder: true);
        output.GetProperty("keywords")[0].GetProperty("score").GetDouble().ShouldBe(1);
        output.GetProperty("keywords").EnumerateArray().Select(k => k.GetProperty("text").GetString()).ShouldContain("quorum queue");
    }

    [Fact]
    public async Task Only_the_kinds_asked_for_are_returned()
    {
        var output = await RunAsync("extract", new { text = Broker, kinds = new[] { "number" } });

        output.GetProperty("entities").EnumerateArray().Select(e => e.GetProperty("kind").GetString()).Distinct().ShouldBe(["number"]);
    }

    [Fact]
    public async Task A_text_gets_the_label_it_shares_words_with()
    {
        object[] labels = [new { name = "billing", description = "invoices, payments and refunds" }, new { name = "outage", description = "the service is down or fails" }];

        var clear = await RunAsync("classify", new { text = "I was charged twice, please refund the second payment.", labels });
        var unclear = await RunAsync("classify", new { text = "Hello there!", labels });

        clear.GetProperty("label").GetString().ShouldBe("billing");
        clear.GetProperty("confidence").GetDouble().ShouldBeGreaterThan(0.7);
        unclear.GetProperty("confidence").GetDouble().ShouldBe(0.5);
    }

    [Fact]
    public async Task A_question_is_answered_by_the_sentence_that_holds_the_number_asked_for()
    {
        var output = await RunAsync("answer", new { question = "How many messages per second does one quorum queue handle?", passages = new[] { new { id = "p1", text = Broker } } });

        output.GetProperty("answer").GetString().ShouldBe("A single quorum queue handles about 30,000 messages per second.");
        output.GetProperty("passageId").GetString().ShouldBe("p1");
        output.GetProperty("confidence").GetDouble().ShouldBeGreaterThan(0.8);
    }

    [Fact]
    public async Task A_question_the_passages_do_not_touch_has_an_empty_answer()
    {
        var output = await RunAsync("answer", new { question = "Who painted the ceiling?", passages = new[] { new { id = "p1", text = Broker } } });

        output.GetProperty("answer").GetString().ShouldBe("");
        output.GetProperty("confidence").GetDouble().ShouldBe(0);
    }

    [Fact]
    public async Task Pairs_are_judged_in_order_and_keep_their_ids()
    {
        object[] pairs =
        [
            new { id = "1", claim = "A single quorum queue handles about 30,000 messages per second.", passage = Broker },
            new { id = "2", claim = "A single quorum queue handles about 90,000 messages per second.", passage = Broker },
        ];
        var results = (await RunAsync("judge", new { pairs })).GetProperty("results").EnumerateArray().ToList();

        results.Select(r => (r.GetProperty("id").GetString(), r.GetProperty("supported").GetBoolean())).ShouldBe([("1", true), ("2", false)]);
        results[1].GetProperty("faults")[0].GetProperty("kind").GetString().ShouldBe("number");
        results[1].GetProperty("faults")[0].GetProperty("detail").GetString().ShouldBe("The claim says 90,000, the passage 30,000.");
    }

    [Theory]
    [InlineData("summarise", """{"passages": 3}""", "Task 'summarise': 'passages' is missing; give an array of objects.")]
    [InlineData("summarise", """{"text": "A.", "maxSentences": 0}""", "Task 'summarise': 'maxSentences' must be a whole number from 1 to 200.")]
    [InlineData("summarise", """{"text": "A.", "format": "rtf"}""", "Task 'summarise': 'format' is 'rtf'; give text or markup.")]
    [InlineData("judge", """{"claim": "A."}""", "Task 'judge': 'passage' is missing; give a string.")]
    [InlineData("extract", """{"text": "A.", "kinds": ["colour"]}""", "Task 'extract': 'kinds' has 'colour'; it may have name, number, date, url, acronym.")]
    [InlineData("classify", """{"text": "A.", "labels": []}""", "Task 'classify': 'labels' needs at least one label, each with a name of its own.")]
    [InlineData("answer", "[]", "Task 'answer': the input is an array, not an object.")]
    [InlineData("answer", "Who?", "Task 'answer' takes JSON as the last user message, and it is none: line 1, byte 1.")]
    [InlineData("translate", "{}", "agentbus_task is 'translate'; the extractive provider knows summarise, extract, classify, answer, judge.")]
    public async Task Input_that_does_not_fit_is_refused_naming_the_member(string task, string input, string message)
    {
        var error = (await Should.ThrowAsync<ModelException>(() => AskAsync(task, input))).Error;

        error.Code.ShouldBe(ModelErrorCodes.InvalidRequest);
        error.Message.ShouldBe(message);
    }

    [Fact]
    public async Task Plain_chat_quotes_the_answer_to_a_question_and_says_that_it_quotes()
    {
        var answer = await AskAsync(null, $"{Broker}\n\nWhen was the broker released?");

        answer.Text.ShouldBe("Quoted from your text, not written by a language model: The broker was released in 2007 by Rabbit Technologies.");
    }

    [Fact]
    public async Task Plain_chat_without_a_text_says_what_the_provider_can_do()
    {
        (await AskAsync(null, "Hi!")).Text.ShouldStartWith("This is the built-in extractive provider");
    }

    [Fact]
    public async Task The_answer_says_which_model_gave_it_and_why()
    {
        var answer = await AskAsync(null, Broker);

        answer.AdditionalProperties![AnswerProperties.Model].ShouldBe("extractive");
        answer.AdditionalProperties[AnswerProperties.CostUsd].ShouldBe(0m);
        answer.AdditionalProperties[AnswerProperties.Reason].ShouldBe("no model provider is configured");
    }

    private async Task<JsonElement> RunAsync(string task, object input) =>
        JsonDocument.Parse((await AskAsync(task, JsonSerializer.Serialize(input))).Text).RootElement;

    private Task<ChatResponse> AskAsync(string? task, string message)
    {
        var options = new ChatOptions { AdditionalProperties = task is null ? null : new() { [HintNames.Task] = task } };
        return _services.GetRequiredService<IChatClient>().GetResponseAsync([new ChatMessage(ChatRole.System, "Be brief."), new ChatMessage(ChatRole.User, message)], options);
    }
}
