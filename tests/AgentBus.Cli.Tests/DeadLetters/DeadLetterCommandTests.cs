using AgentBus.Cli.Tests.Support;
using AgentBus.Gateway.Tests.Support;
using AgentBus.Storage.DeadLetters;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Cli.Tests.DeadLetters;

public sealed class DeadLetterCommandTests(GatewayHost host) : IClassFixture<GatewayHost>
{
    [Fact]
    public async Task Letters_are_listed_shown_replayed_and_discarded()
    {
        var (one, two) = (await GivenAsync("agentbus.registry"), await GivenAsync("agentbus.memory"));
        var shell = new Shell(host);

        var all = await shell.OkAsync("dead-letters", "list");
        all.ShouldContain($"{one.Id}");
        all.ShouldContain($"{two.Id}");
        (await shell.OkAsync("dead-letters", "list", "--queue", one.Queue)).ShouldNotContain($"{two.Id}");
        await shell.OkAsync("dead-letters", "show", $"{one.Id}");
        shell.Json.GetProperty("letter").GetProperty("messageId").GetString().ShouldBe(one.MessageId);
        (await shell.OkAsync("dead-letters", "show", $"{one.Id}", "--body")).ShouldBe("{}");

        await shell.OkAsync("dead-letters", "replay", $"{one.Id}");
        shell.Error.ShouldContain("was replayed");
        (await shell.RunAsync("dead-letters", "replay", $"{one.Id}")).ShouldBe(ExitCode.Failed);
        shell.Error.ShouldContain("is not open: it was replayed");
        await shell.OkAsync("dead-letters", "discard", $"{two.Id}", "--reason", "a test");
        (await shell.OkAsync("dead-letters", "list", "--state", "discarded")).ShouldContain($"{two.Id}");
        await shell.OkAsync("dead-letters", "list");
        shell.Error.ShouldContain("There are no dead letters.");
    }

    [Fact]
    public async Task Many_are_replayed_by_a_filter_and_counted()
    {
        for (var i = 0; i < 60; i++)
        {
            await GivenAsync("agentbus.schedules");
        }

        var shell = new Shell(host);

        await shell.OkAsync("dead-letters", "replay", "--queue", "agentbus.schedules");

        shell.Error.ShouldContain("60 of 60 dead letters were replayed.");
    }

    [Theory]
    [InlineData("Name either a dead letter", "replay")]
    [InlineData("Name either a dead letter", "replay", "0197f2a4-5c1e-7d3a-9b1f-2f6f0c8d4e55", "--queue", "x")]
    [InlineData("--reason", "discard", "--all")]
    [InlineData("is not the id of a dead letter. 'agentbus dead-letters list'", "show", "seven")]
    public async Task What_is_wrong_with_a_command_is_said_before_anything_is_asked(string words, params string[] args)
    {
        var shell = new Shell(host);
        (await shell.RunAsync(["dead-letters", .. args])).ShouldBe(ExitCode.Usage);
        shell.Error.ShouldContain(words);
    }

    private async Task<DeadLetterRow> GivenAsync(string queue)
    {
        var letter = new DeadLetterRow(
            Guid.NewGuid(), "default", queue, Guid.NewGuid().ToString(), "TimerFired", null, "application/json", new Dictionary<string, string>(),
            "{}"u8.ToArray(), 2, "failed", null, "no", null, 1, false, TimeProvider.System.GetUtcNow(), 0);
        await host.Services.GetRequiredService<IDeadLetterStore>().AddAsync(letter, [], CancellationToken.None);
        return letter;
    }
}
