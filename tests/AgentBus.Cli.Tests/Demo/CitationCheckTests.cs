using AgentBus.Cli.Demo;

namespace AgentBus.Cli.Tests.Demo;

public sealed class CitationCheckTests : IDisposable
{
    private const string Passage = "The **queue** holds 200 messages. [RabbitMQ](http://x) drops none of them when `Kestrel` restarts.";
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("The queue holds 200 messages.", true)]
    [InlineData("Queues hold the 200 messages.", true)]
    [InlineData("RabbitMQ drops none when Kestrel restarts.", true)]
    [InlineData("The queue holds 500 messages.", false)]
    [InlineData("The queue of Kafka holds 200 messages.", false)]
    [InlineData("The exchange stores several binary documents.", false)]
    [InlineData("It is.", false)]
    public void A_sentence_is_supported_when_its_numbers_names_and_words_are_there(string sentence, bool supported) =>
        CitationCheck.IsSupported(sentence, Passage).ShouldBe(supported);

    [Fact]
    public void Only_the_cited_lines_count()
    {
        File.WriteAllLines(_file, ["# Title", "The queue holds 200 messages.", "Other words stand here."]);
        CitationCheck.IsSupported("The queue holds 200 messages.", _file, 2, 2).ShouldBeTrue();
        CitationCheck.IsSupported("The queue holds 200 messages.", _file, 3, 3).ShouldBeFalse();
        CitationCheck.IsSupported("The queue holds 200 messages.", _file, 2, 9).ShouldBeFalse();
        CitationCheck.IsSupported("The queue holds 200 messages.", _file + ".gone", 2, 2).ShouldBeFalse();
    }
}
