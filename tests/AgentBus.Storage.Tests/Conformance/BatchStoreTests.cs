using AgentBus.Models.Batches;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Storage.Tests.Conformance;

/// <summary>Calls of batches are taken by one worker at a time and end once, whoever is killed.</summary>
public abstract class BatchStoreTests : StoreTest
{
    private static readonly Guid One = Guid.NewGuid();
    private static readonly Guid Other = Guid.NewGuid();
    private static readonly DateTimeOffset Soon = Given.Now.AddSeconds(30);

    protected virtual IBatchStore Batches => Process.GetRequiredService<IBatchStore>();

    protected virtual IBatchStore OfAnotherProcess() => Bed.NewProcess().GetRequiredService<IBatchStore>();

    [Fact]
    public async Task A_file_is_read_as_it_was_by_its_tenant_alone_until_it_is_deleted()
    {
        var file = new BatchFile("file-1", Given.Tenant, "calls.jsonl", 3, Given.Now);
        await Batches.SaveFileAsync(file, new byte[] { 0, 10, 255 }, default);

        (await Batches.FindFileAsync(Given.Tenant, file.Id, default)).ShouldBe(file);
        (await Batches.ReadFileAsync(Given.Tenant, file.Id, default))!.Value.ToArray().ShouldBe([0, 10, 255]);
        (await Batches.ReadFileAsync("other", file.Id, default)).ShouldBeNull();
        (await Batches.DeleteFileAsync("other", file.Id, default)).ShouldBeFalse();
        (await Batches.DeleteFileAsync(Given.Tenant, file.Id, default)).ShouldBeTrue();
        (await Batches.FindFileAsync(Given.Tenant, file.Id, default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_batch_tells_how_far_it_is()
    {
        var batch = await AddAsync("b", 4);
        await Batches.TakeAsync(One, 3, Given.Now, Soon, default);
        await Batches.EndAsync("b", Result(1, 200), Given.Now.AddSeconds(1), default);
        await Batches.EndAsync("b", Result(2, 400), Given.Now.AddSeconds(2), default);

        var progress = (await Batches.FindAsync(Given.Tenant, "b", Given.Now, default))!;
        (progress.Batch with { Metadata = batch.Metadata, Faults = batch.Faults }).ShouldBe(batch);
        progress.Batch.Metadata.ShouldBe(batch.Metadata);
        progress.Batch.Faults.ShouldBe(batch.Faults);
        (progress with { Batch = batch }).ShouldBe(new BatchProgress(batch, 4, 1, 1, 1, null, Given.Now.AddSeconds(2)));
        (await Batches.FindAsync("other", "b", Given.Now, default)).ShouldBeNull();
        (await Batches.FindAsync(Given.Tenant, "b", Soon, default))!.UnderWay.ShouldBe(0, "its worker is gone");
    }

    [Fact]
    public async Task Calls_are_taken_in_their_order_and_each_by_one_worker_of_many()
    {
        await AddAsync("b", 100);
        var stores = Enumerable.Range(0, 4).Select(_ => OfAnotherProcess()).ToList();

        (await Batches.TakeAsync(One, 2, Given.Now, Soon, default)).ShouldBe([Item("b", 1), Item("b", 2)]);
        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => stores[i % 4].TakeAsync(Guid.NewGuid(), 5, Given.Now, Soon, default)));

        taken.SelectMany(items => items).Select(item => item.Line).Order().ShouldBe(Enumerable.Range(3, 98).Take(taken.Sum(items => items.Count)), "nothing is taken twice");
        var rest = await Batches.TakeAsync(One, 100, Given.Now, Soon, default);
        (rest.Count + taken.Sum(items => items.Count)).ShouldBe(98);
    }

    [Fact]
    public async Task What_a_killed_worker_had_is_taken_by_another_and_ends_once()
    {
        await AddAsync("b", 2);
        await Batches.TakeAsync(One, 2, Given.Now, Soon, default);
        (await Batches.TakeAsync(Other, 2, Soon.AddTicks(-10), Soon.AddMinutes(1), default)).ShouldBeEmpty();

        (await Batches.TakeAsync(Other, 2, Soon, Soon.AddMinutes(1), default)).Count.ShouldBe(2);
        (await Batches.EndAsync("b", Result(1, 200), Soon, default)).ShouldBeTrue();
        (await Batches.EndAsync("b", Result(1, 500), Soon, default)).ShouldBeFalse("the first end stays");
        (await Batches.ResultsAsync("b", true, 0, 10, default)).ShouldBe([Result(1, 200)]);
        (await Batches.TakeAsync(One, 2, Soon.AddHours(1), Soon.AddHours(2), default)).Select(item => item.Line).ShouldBe([2]);
    }

    [Fact]
    public async Task Who_renews_keeps_its_calls_and_who_puts_one_back_has_it_no_more()
    {
        await AddAsync("b", 2);
        var items = await Batches.TakeAsync(One, 2, Given.Now, Soon, default);
        await Batches.RenewAsync(One, Soon.AddMinutes(1), default);
        await Batches.PutBackAsync(One, items[1], Soon, default);
        await Batches.PutBackAsync(Other, items[0], Soon, default);

        (await Batches.TakeAsync(Other, 2, Soon, Soon.AddMinutes(1), default)).Select(item => item.Line).ShouldBe([2]);
        await Batches.RenewAsync(One, Given.Now, default);
        (await Batches.TakeAsync(Other, 2, Soon, Soon.AddMinutes(1), default)).Select(item => item.Line).ShouldBe([1], "given back");
    }

    [Fact]
    public async Task No_call_of_a_cancelled_or_expired_batch_is_begun()
    {
        var batch = await AddAsync("b", 1);
        await AddAsync("c", 1);
        await Batches.CancelAsync("other", "c", Given.Now, default);
        await Batches.CancelAsync(Given.Tenant, "c", Given.Now, default);
        await Batches.CancelAsync(Given.Tenant, "c", Soon, default);

        (await Batches.FindAsync(Given.Tenant, "c", Given.Now, default))!.CancelledAt.ShouldBe(Given.Now);
        (await Batches.TakeAsync(One, 9, batch.ExpiresAt, batch.ExpiresAt.AddHours(1), default)).ShouldBeEmpty();
        (await Batches.TakeAsync(One, 9, Given.Now, Soon, default)).Select(item => item.Batch).ShouldBe(["b"]);
    }

    [Fact]
    public async Task Results_and_batches_are_read_in_pages()
    {
        foreach (var (name, i) in new[] { "a", "b", "c" }.Select((name, i) => (name, i)))
            await AddAsync(name, 3, Given.Now.AddSeconds(i));
        for (var line = 3; line > 0; line--)
            await Batches.EndAsync("a", Result(line, line == 2 ? 429 : 200), Given.Now, default);

        (await Batches.ResultsAsync("a", true, 0, 1, default)).ShouldBe([Result(1, 200)]);
        (await Batches.ResultsAsync("a", true, 1, 10, default)).ShouldBe([Result(3, 200)]);
        (await Batches.ResultsAsync("a", false, 0, 10, default)).ShouldBe([Result(2, 429)]);
        (await Batches.ListAsync(Given.Tenant, null, 2, Given.Now, default)).Select(progress => progress.Batch.Id).ShouldBe(["c", "b"]);
        (await Batches.ListAsync(Given.Tenant, "b", 2, Given.Now, default)).Select(progress => (progress.Batch.Id, progress.Answered)).ShouldBe([("a", 2)]);
        (await Batches.ListAsync("other", null, 2, Given.Now, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Old_files_and_batches_go()
    {
        await AddAsync("old", 2);
        await AddAsync("new", 2, Soon);
        await Batches.SaveFileAsync(new BatchFile("file-old", Given.Tenant, "f", 0, Given.Now), default, default);

        await Batches.SweepAsync(Soon, default);

        (await Batches.ListAsync(Given.Tenant, null, 9, Given.Now, default)).Select(progress => progress.Batch.Id).ShouldBe(["new"]);
        (await Batches.FindFileAsync(Given.Tenant, "file-old", default)).ShouldBeNull();
    }

    private async Task<ModelBatch> AddAsync(string id, int calls, DateTimeOffset? at = null)
    {
        var created = at ?? Given.Now;
        var batch = new ModelBatch(id, Given.Tenant, "file-1", "24h", new Dictionary<string, string> { ["who"] = "me" }, created, created.AddHours(24)) { Faults = [new BatchFault(7, "odd")] };
        await Batches.AddAsync(batch, [.. Enumerable.Range(1, calls).Select(line => Item(id, line))], default);
        return batch;
    }

    private static BatchItem Item(string batch, int line) => new(batch, line, Given.Tenant, $"call {line}", """{"messages":["\u0000é"]}""");

    private static BatchResult Result(int line, int status) => new(line, $"call {line}", status, """{"answer":1}""");
}

public sealed class SqliteBatchStoreTests : BatchStoreTests
{
    protected override Task<StoreBed> CreateBedAsync() => Task.FromResult<StoreBed>(new SqliteBed());
}

public sealed class PostgresBatchStoreTests : BatchStoreTests
{
    protected override Task<StoreBed> CreateBedAsync() => PostgresBed.CreateAsync();
}

/// <summary>The one without a database, where all is one process.</summary>
public sealed class InMemoryBatchStoreTests : BatchStoreTests
{
    protected override IBatchStore Batches { get; } = new InMemoryBatchStore();

    protected override IBatchStore OfAnotherProcess() => Batches;

    protected override Task<StoreBed> CreateBedAsync() => Task.FromResult<StoreBed>(new SqliteBed());
}
