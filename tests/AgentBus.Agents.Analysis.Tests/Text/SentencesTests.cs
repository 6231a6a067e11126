using AgentBus.Agents.Analysis.Text;

namespace AgentBus.Agents.Analysis.Tests.Text;

public sealed class SentencesTests
{
    [Fact]
    public void Stops_in_numbers_names_and_short_forms_end_no_sentence() =>
        Sentences.Of("Version 3.8 added it, e.g. for Dr. Smith. The U.S. team wrote \"all of it.\" Then it shipped!").ShouldBe(
            ["Version 3.8 added it, e.g. for Dr. Smith.", "The U.S. team wrote \"all of it.\"", "Then it shipped!"]);

    [Theory]
    [InlineData("The broker keeps every message until a worker confirms it.", true)]
    [InlineData("`apt-get` installs the packages that a service needs.", true)]
    [InlineData("x86_64 machines run the service without any change at all.", true)]
    [InlineData("When <I>'s postinst is called, the package is set up.", true)]
    [InlineData("The value is kept when a < b and b > c as it was.", false)]
    [InlineData("Message Broker Configuration and Operation Guide", false)]
    [InlineData("keeps every message until a worker confirms it.", false)]
    [InlineData("The museum had 1,700 visitors in 2019.", true)]
    [InlineData("Calling readable.pause() halts the flow of events at once.", true)]
    [InlineData("A worker does the same as the encryption functions above.", false)]
    [InlineData("See the chapter on queues for what a worker does.", false)]
    [InlineData("A worker is described in detail elsewhere, see RFC 2119 for that.", false)]
    [InlineData("This section describes how a worker confirms its messages.", false)]
    [InlineData("Call run(queue) { return true; } to start the worker at once.", false)]
    [InlineData("Permission is hereby granted to any person to use the broker.", false)]
    [InlineData("The broker (which keeps messages until a worker confirms them.", false)]
    [InlineData("A worker consumes agentbus.agent., where its name is left out.", false)]
    [InlineData("It is short.", false)]
    public void Only_whole_sentences_are_put_before_a_reader(string text, bool presentable) => Sentences.IsPresentable(text).ShouldBe(presentable);

    [Theory]
    [InlineData("However, the broker keeps it.", true)]
    [InlineData("If that does not succeed, build it again.", true)]
    [InlineData("If a worker fails, the broker keeps the message.", false)]
    [InlineData("Thistles grow in the garden.", false)]
    public void A_sentence_that_leans_on_the_one_before_is_known(string text, bool leans) => Sentences.LeansOnPrevious(text).ShouldBe(leans);

    [Fact]
    public void Near_duplicates_keep_the_first()
    {
        string[] texts =
        [
            "The broker keeps every message until a worker confirms it.", "The broker keeps every message until a worker has confirmed it.",
            "In short, the broker keeps every message until a worker confirms it.", "A saga holds the state of a run in one row.",
        ];
        Shingles.Distinct(texts, text => text, 0.5).ShouldBe([texts[0], texts[3]]);
    }
}
