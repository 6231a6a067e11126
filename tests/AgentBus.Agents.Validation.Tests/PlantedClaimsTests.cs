using System.Text.RegularExpressions;
using AgentBus.AgentSdk;
using AgentBus.Contracts;
using AgentBus.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentBus.Agents.Validation.Tests;

/// <summary>The agent with the built-in model on sentences that are true, and on the same ones altered.</summary>
public sealed class PlantedClaimsTests : IDisposable
{
    private static readonly string[] Passages =
    [
        "The quorum queue was added to RabbitMQ in version 3.8. It stores each message on 3 nodes of the cluster by "
            + "default. A message is not confirmed before 2 of the nodes have written it. Classic mirrored queues were removed in version 4.0.",
        "PostgreSQL writes every change to its log before the data files are touched. A checkpoint happens every 5 "
            + "minutes unless Anna Schmidt sets another interval. The database cannot lose a committed transaction when "
            + "the power fails. Each page of a table is 8 kilobytes long.",
        "The city of Bergen has 285,000 inhabitants and lies on the west coast of Norway. It rains there on 231 days of "
            + "the year. The harbour never freezes, because the Gulf Stream keeps the water warm. Edvard Grieg was born in Bergen in 1843.",
        "Photosynthesis turns light into chemical energy in the leaves of a plant. About 70 percent of the oxygen in the "
            + "air comes from algae in the oceans. Chlorophyll does not absorb green light. Jan Ingenhousz showed in 1779 "
            + "that plants need light to make oxygen.",
        "The bridge over the Tay fell in a storm on 28 December 1879 while a train was crossing it. All 75 people on "
            + "board died. Thomas Bouch, its designer, had not allowed for the pressure of the wind. A second bridge was "
            + "opened in 1887 and is still in use.",
        "Honey bees tell each other where food is by dancing on the comb. Karl von Frisch received the Nobel Prize in "
            + "1973 for reading this dance. A forager visits about 100 flowers on one flight. Bees do not sleep at night "
            + "in summer when the hive is too warm.",
    ];

    private static readonly (string From, string To)[] Negations =
    [
        (" does not ", " does "), (" do not ", " do "), (" had not ", " had "), (" is not ", " is "), (" cannot ", " can "), (" never ", " always "),
            (" is ", " is not "), (" was ", " was not "), (" were ", " were not "), (" has ", " has no "),
    ];

    private static readonly string[] Names =
        ["RabbitMQ", "PostgreSQL", "Anna Schmidt", "Bergen", "Norway", "Grieg", "Ingenhousz", "Tay", "Bouch", "Frisch"];

    private readonly ServiceProvider services = new ServiceCollection()
        .AddLogging().AddModels(new ConfigurationBuilder().Build()).BuildServiceProvider();

    public void Dispose() => services.Dispose();

    [Fact]
    public async Task Altered_claims_are_caught_and_true_ones_pass()
    {
        var sentences = Passages.SelectMany((passage, index) => Regex.Split(passage, @"(?<=\.)\s+", RegexOptions.None, TimeSpan.FromSeconds(1))
            .Select(text => (Text: text, Passage: passage, Index: index))).ToList();
        var pairs = sentences.Select((s, i) => new Claim($"true-{i}", s.Text, s.Passage))
            .Concat(sentences.SelectMany((s, i) => Alterations(s.Text).Select((text, n) => new Claim($"altered-{i}-{n}", text, s.Passage))))
            .Concat(sentences.Select((s, i) => new Claim($"altered-{i}-source", s.Text, Passages[(s.Index + 1) % Passages.Length]))).ToList();

        var output = await RunAsync(new ValidationInput { Pairs = pairs });

        var altered = output.Results.Where(result => result.Id.StartsWith("altered", StringComparison.Ordinal)).ToList();
        var wrongly = output.Results.Where(result => result.Id.StartsWith("true", StringComparison.Ordinal) && !result.Supported).ToList();
        altered.Count.ShouldBeGreaterThan(60);
        wrongly.ShouldBeEmpty();
        var missed = altered.Where(result => result.Supported).Select(result => pairs[result.Index].Text).ToList();
        missed.Count.ShouldBeLessThanOrEqualTo(altered.Count / 20, string.Join('\n', missed));
    }

    [Fact]
    public async Task A_draft_is_judged_sentence_by_sentence()
    {
        var output = await RunAsync(new ValidationInput
        {
            Topic = "quorum queues",
            Passages = [new Passage("p1", Passages[0])],
            Draft = new Draft("Quorum queues",
            [
                new DraftSection("One", [new DraftSentence("The quorum queue was added to RabbitMQ in version 3.8.", "p1"),
                    new DraftSentence("It stores each message on 5 nodes of the cluster by default.", "p1")]),
                new DraftSection("Two", [new DraftSentence("Classic mirrored queues were removed in version 4.0.", "absent")]),
            ]),
        });

        output.Checked.ShouldBe(3);
        output.Coverage.ShouldBe(1);
        output.Faults.Select(fault => (fault.Sentence, fault.Id, fault.Kind)).ShouldBe([(1, "p1", "number"), (2, "absent", "source")]);
        output.Confidence.ShouldBe(0.333);
    }

    [Fact]
    public async Task What_is_neither_a_draft_nor_pairs_is_refused()
    {
        foreach (var input in (ValidationInput[])[new(), new() { Pairs = [] }, new() { Draft = new Draft("x", []) },
            new() { Draft = new Draft("x", []), Passages = [], Pairs = [] }])
        {
            (await Agent.RunAsync(input, Context, CancellationToken.None)).Kind.ShouldBe(AgentResultKind.Permanent);
        }
    }

    // Number, negation and name, as far as the sentence has them.
    private static IEnumerable<string> Alterations(string text)
    {
        var number = Regex.Match(text, @"\d+(?!\S*\d)", RegexOptions.None, TimeSpan.FromSeconds(1));
        if (number.Success)
        {
            yield return text[..number.Index] + (int.Parse(number.Value, null) + 3) + text[(number.Index + number.Length)..];
        }

        var negation = Array.Find(Negations, pair => text.Contains(pair.From, StringComparison.Ordinal));
        if (negation.From is not null)
        {
            yield return text.Replace(negation.From, negation.To, StringComparison.Ordinal);
        }

        foreach (var name in Names.Where(name => text.Contains(name, StringComparison.Ordinal)).Take(1))
        {
            yield return text.Replace(name, "Maximilian", StringComparison.Ordinal);
        }
    }

    private static ValidationAgent Agent => new();

    private AgentContext Context => new()
    {
        Tenant = "default",
        Agent = "validation",
        Run = Guid.Empty,
        Step = "/do/0/check",
        Attempt = 1,
        IdempotencyKey = "key",
        Workflow = new WorkflowRef("agentbus", "check-claims", "1.0.0"),
        Memory = new ProcessMemory(),
        Chat = services.GetRequiredService<IChatClient>(),
        Logger = NullLogger.Instance,
        Progress = (_, _) => { },
    };

    private async Task<ValidationOutput> RunAsync(ValidationInput input) =>
        (await Agent.RunAsync(input, Context, CancellationToken.None)).Output.ShouldNotBeNull();
}
