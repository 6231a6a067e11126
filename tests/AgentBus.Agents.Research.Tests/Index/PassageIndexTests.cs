using AgentBus.Agents.Research.Index;
using AgentBus.Agents.Research.Reading;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AgentBus.Agents.Research.Tests.Index;

public sealed class PassageIndexTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Database => Path.Combine(folder.Path, "index", "research.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        folder.Dispose();
    }

    [Fact]
    public void Passages_are_ranked_by_the_topic_among_the_documents_asked_for()
    {
        var index = Open();
        index.Add(
        [
            Document("a", "A saga keeps the state of a run.", "The broker retries a message with backoff.",
                "Retries of a message are counted in the broker."),
            Document("b", "Message retries of another document altogether."),
        ]);

        var ranked = index.Rank(["a"], TopicQuery.Of("How are message retries counted?"), 5);

        ranked.Select(cut => cut.Cut.Text)
            .ShouldBe(["Retries of a message are counted in the broker.", "The broker retries a message with backoff."]);
        ranked.ShouldAllBe(cut => cut.Document == "a" && cut.Score > 0);
    }

    [Fact]
    public void Licence_texts_are_left_out_unless_the_topic_is_licences()
    {
        var index = Open();
        index.Add([Document("a", "Permission is hereby granted to use the broker software under a licence.")]);
        index.Rank(["a"], TopicQuery.Of("broker software"), 5).ShouldBeEmpty();
        index.Rank(["a"], TopicQuery.Of("licence of the broker"), 5).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_topic_of_any_signs_is_a_valid_query()
    {
        var index = Open();
        index.Add([Document("a", "The broker retries a message with backoff.")]);
        foreach (var topic in (string[])["\"broker", "broker* AND (", "NEAR(broker)", "broker - message ^", "text: broker",
            "'; DROP TABLE passages; -- broker"])
        {
            index.Rank(["a"], TopicQuery.Of(topic), 5).ShouldHaveSingleItem(topic);
        }
    }

    [Fact]
    public void A_damaged_file_is_made_anew_and_the_work_goes_on()
    {
        Open().Add([Document("a", "The broker retries a message with backoff.")]);
        SqliteConnection.ClearAllPools();
        File.WriteAllText(Database, new string('x', 20_000));

        var index = Open();
        index.Known(["a"]).ShouldBeEmpty();
        index.Add([Document("a", "The broker retries a message with backoff.")]);
        index.Rank(["a"], TopicQuery.Of("broker"), 5).ShouldHaveSingleItem();
    }

    [Fact]
    public void Damage_that_comes_while_it_is_open_is_mended_too()
    {
        var index = Open();
        index.Add([Document("a", "The broker retries a message with backoff.")]);
        SqliteConnection.ClearAllPools();
        File.WriteAllText(Database, new string('x', 20_000));
        index.Known(["a"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_writers_share_one_file()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            var index = Open();
            for (var i = 0; i < 10; i++)
            {
                index.Add([Document($"shared-{i}", $"The broker retries message {i} with backoff."),
                    Document($"own-{writer}-{i}", "The broker keeps it.")]);
            }
        })));

        string[] shared = [.. Enumerable.Range(0, 10).Select(i => $"shared-{i}")];
        Open().Known(shared).Count.ShouldBe(10);
        Open().Rank(shared, TopicQuery.Of("broker"), 50).Count.ShouldBe(10);
    }

    private PassageIndex Open() => new(new IndexFile(Options.Create(new ResearchOptions { IndexPath = Database }), NullLogger<IndexFile>.Instance));

    private static KeyValuePair<string, ParsedDocument> Document(string key, params string[] texts) =>
        new(key, new ParsedDocument([.. texts.Select((text, line) => new Cut(line + 1, line + 1, null, null, text))], []));
}
