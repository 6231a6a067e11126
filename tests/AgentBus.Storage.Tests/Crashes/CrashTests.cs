using System.Diagnostics;
using System.Text.Json;
using AgentBus.Storage.Inbox;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Tests.Conformance;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Storage.Tests.Crashes;

/// <summary>A process is killed on either side of its commit; the message comes again, and what it asked for is done once.</summary>
public abstract class CrashTests : StoreTest
{
    private const int Killed = 137;
    private static readonly Guid Message = new("6f1d3a54-6a3e-5d0b-9d5c-0d6c7f1c8a12");
    private static readonly Guid Dispatch = new("6f1d3a54-6a3e-5d0b-9d5c-0d6c7f1c8a13");

    /// <summary>What the message asks for: a step, an entry, a message to send and a timer.</summary>
    internal static WriteSet Change(Guid run) => Given.Set(run, 1) with
    {
        Inbox = Message,
        CostUsd = 1,
        Steps = [Given.Step("s")],
        History = [new HistoryRow("step.started", "s", "{}")],
        Outbox = [Given.Message() with { MessageId = Dispatch }, Given.Message(Given.Now.AddHours(1), timer: "t")],
    };

    [Theory]
    [InlineData("before-commit", false)]
    [InlineData("after-commit", true)]
    public async Task A_change_whose_process_is_killed_is_there_whole_or_not_at_all_and_once_after_its_repetition(string point, bool survives)
    {
        var run = await StartedAsync();
        await TakeAwayAsync();

        (await CommitAndDieAsync(run, point)).ShouldBe(Killed);
        (await RowsAsync(run)).ShouldBe(survives ? "version 2, cost 1, steps 1, entries 2, to send 2" : "version 1, cost 0, steps 0, entries 1, to send 0");
        (await Process.GetRequiredService<IInboxStore>().HasAsync(Given.Tenant, run, Message, default)).ShouldBe(survives);

        (await Committer.CommitAsync(Change(run), default)).ShouldBe(!survives);
        (await RowsAsync(run)).ShouldBe("version 2, cost 1, steps 1, entries 2, to send 2");
        (await Committer.CommitAsync(Given.Set(run, 2), default)).ShouldBeTrue("the store goes on");
    }

    private async Task<string> RowsAsync(Guid run)
    {
        var view = await Queries.GetAsync(Given.Tenant, run, default);
        var version = (await RunStore.LoadAsync(Given.Tenant, run, default))!.Version;
        var steps = (await Queries.StepsAsync(Given.Tenant, run, 10, null, default)).Count;
        var entries = (await Queries.HistoryAsync(Given.Tenant, run, 0, 10, default)).Count;
        var outbox = (await Outbox.ClaimAsync(10, TimeSpan.Zero, Given.Now.AddDays(1), default)).Count;
        return $"version {version}, cost {view!.CostUsd:0}, steps {steps}, entries {entries}, to send {outbox}";
    }

    private async Task TakeAwayAsync() =>
        await Outbox.DeleteAsync([.. (await Outbox.ClaimAsync(10, TimeSpan.FromHours(1), Given.Now, default)).Select(message => message.Row.MessageId)], default);

    private async Task<int> CommitAndDieAsync(Guid run, string point)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, run.ToString()]) { RedirectStandardError = true, UseShellExecute = false };
        start.Environment[Program.Settings] = JsonSerializer.Serialize(Bed.Settings);
        start.Environment["AGENTBUS_CRASH_POINT"] = point;
        using var process = System.Diagnostics.Process.Start(start)!;
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}

public sealed class SqliteCrashTests : CrashTests
{
    protected override Task<StoreBed> CreateBedAsync() => Task.FromResult<StoreBed>(new SqliteBed());
}

public sealed class PostgresCrashTests : CrashTests
{
    protected override Task<StoreBed> CreateBedAsync() => PostgresBed.CreateAsync();
}
