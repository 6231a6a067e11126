using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Tests.Conformance;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentBus.Storage.Tests;

public sealed class GroupCommitterTests
{
    [ThreadStatic]
    private static bool isCaller;

    [Fact]
    public async Task A_writer_that_never_waits_keeps_no_caller_for_the_sets_of_others()
    {
        var writer = new Writer();
        await using var committer = new GroupCommitter([writer], 4, new Silence(), NullLogger<GroupCommitter>.Instance);
        for (var n = 0; n < 200; n++)
        {
            var other = new TaskCompletionSource<Task<bool>>();
            writer.Meanwhile = () => other.SetResult(committer.CommitAsync(Set(), CancellationToken.None));
            isCaller = true;
            var own = committer.CommitAsync(Set(), CancellationToken.None);
            isCaller = false;

            (await own).ShouldBeTrue();
            (await await other.Task).ShouldBeTrue();
        }

        writer.OthersWrittenByCallers.ShouldBe(0);
        writer.Written.ShouldBe(400);
    }

    private static WriteSet Set() => Given.Set(Guid.NewGuid(), 1);

    /// <summary>Writes nothing, at once.</summary>
    private sealed class Writer : IBatchWriter
    {
        public Action? Meanwhile { get; set; }

        public int Written { get; private set; }

        public int OthersWrittenByCallers { get; private set; }

        public Task<IReadOnlySet<Guid>> WriteAsync(IReadOnlyList<WriteSet> sets, IReadOnlyList<Guid> published, CancellationToken cancellationToken)
        {
            Written += sets.Count;
            var meanwhile = Meanwhile;
            Meanwhile = null;
            meanwhile?.Invoke();
            if (meanwhile is null && isCaller)
                OthersWrittenByCallers++;
            return Task.FromResult<IReadOnlySet<Guid>>(sets.Select(set => set.Run).ToHashSet());
        }

        public bool IsRowFault(Exception error) => false;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Silence : ISignalSource
    {
        public void OutboxChanged()
        {
        }

        public void RunChanged(Guid run)
        {
        }
    }
}
