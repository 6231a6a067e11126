using AgentBus.Models.Answers;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Storage.Tests.Conformance;

/// <summary>Answers are found by all gateways under their key until their time, and forgotten when they turn out bad.</summary>
public abstract class AnswerStoreTests : StoreTest
{
    private static readonly AnswerKey Key = new(Given.Tenant, "run-1/step-1", "abc");
    private static readonly StoredAnswer Answer = new("large", "openai", "it's \"good\"", 0.000000123m, """{"messages":["\u0000é😀"]}""") { Decision = Guid.NewGuid(), Shape = "lC?", At = Given.Now };

    private IAnswerStore Answers => Process.GetRequiredService<IAnswerStore>();

    private DateTimeOffset Later => Process.GetRequiredService<TimeProvider>().GetUtcNow().AddHours(1);

    private DateTimeOffset Over => Process.GetRequiredService<TimeProvider>().GetUtcNow().AddSeconds(-1);

    [Fact]
    public async Task An_answer_is_found_as_it_was_by_its_whole_key_alone_and_in_every_process()
    {
        await Answers.SaveAsync(Key, Answer, Later, default);

        (await Bed.NewProcess().GetRequiredService<IAnswerStore>().FindAsync(Key, default)).ShouldBe(Answer);
        (await Answers.FindAsync(Key with { Tenant = "other" }, default)).ShouldBeNull();
        (await Answers.FindAsync(Key with { IdempotencyKey = "run-1/step-2" }, default)).ShouldBeNull();
        (await Answers.FindAsync(Key with { RequestHash = "abd" }, default)).ShouldBeNull();
    }

    [Fact]
    public async Task The_first_of_two_stays_until_its_time()
    {
        await Answers.SaveAsync(Key, Answer with { Model = "gone" }, Over, default);
        (await Answers.FindAsync(Key, default)).ShouldBeNull();
        await Answers.SaveAsync(Key, Answer, Later, default);
        await Answers.SaveAsync(Key, Answer with { Model = "late" }, Later, default);

        (await Answers.FindAsync(Key, default)).ShouldBe(Answer);
    }

    [Fact]
    public async Task What_a_decision_answered_is_forgotten_under_every_key_and_only_of_its_tenant()
    {
        AnswerKey[] keys = [Key, Key with { RequestHash = "near" }, Key with { Tenant = "other" }];
        foreach (var key in keys)
            await Answers.SaveAsync(key, Answer, Later, default);
        await Answers.SaveAsync(Key with { RequestHash = "else" }, Answer with { Decision = null }, Later, default);

        await Answers.ForgetAsync(Given.Tenant, Answer.Decision!.Value, default);

        (await Answers.FindAsync(keys[0], default)).ShouldBeNull();
        (await Answers.FindAsync(keys[1], default)).ShouldBeNull();
        (await Answers.FindAsync(keys[2], default)).ShouldNotBeNull();
        (await Answers.FindAsync(Key with { RequestHash = "else" }, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task One_is_removed_by_its_key_and_those_whose_time_is_over_by_the_sweep()
    {
        await Answers.SaveAsync(Key, Answer, Later, default);
        await Answers.SaveAsync(Key with { RequestHash = "old" }, Answer, Over, default);
        await Answers.SaveAsync(Key with { RequestHash = "older" }, Answer, Over, default);

        (await Answers.SweepAsync(Later.AddHours(-1), 1, default)).ShouldBe(1);
        (await Answers.SweepAsync(Later.AddHours(-1), 10, default)).ShouldBe(1);
        (await Answers.FindAsync(Key, default)).ShouldNotBeNull();
        await Answers.RemoveAsync(Key, default);
        (await Answers.FindAsync(Key, default)).ShouldBeNull();
    }
}

public sealed class SqliteAnswerStoreTests : AnswerStoreTests
{
    protected override Task<StoreBed> CreateBedAsync() => Task.FromResult<StoreBed>(new SqliteBed());
}

public sealed class PostgresAnswerStoreTests : AnswerStoreTests
{
    protected override Task<StoreBed> CreateBedAsync() => PostgresBed.CreateAsync();
}
