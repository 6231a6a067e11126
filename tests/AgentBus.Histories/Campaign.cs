using AgentBus.Histories.Running;
using AgentBus.Workflows.Execution;

namespace AgentBus.Histories;

/// <summary>Many histories on all cores.</summary>
/// <param name="first">The first seed.</param>
/// <param name="count">How many; rounded up to whole definitions.</param>
internal sealed class Campaign(int first, int count)
{
    private readonly Lock gate = new();
    private readonly Dictionary<RunStatus, int> ends = [];
    private int played;

    /// <summary>Histories so far, and how they ended.</summary>
    public (int Played, IReadOnlyDictionary<RunStatus, int> Ends) Progress
    {
        get
        {
            lock (gate)
            {
                return (played, new Dictionary<RunStatus, int>(ends));
            }
        }
    }

    /// <exception cref="InvariantBrokenException">The first failure, with its reproduction.</exception>
    public void Run()
    {
        var (from, to) = (first / Checker.HistoriesPerDefinition, (first + count + Checker.HistoriesPerDefinition - 1) / Checker.HistoriesPerDefinition);
        InvariantBrokenException? failure = null;
        Parallel.For(from, to, (definition, loop) =>
        {
            try
            {
                var ended = new Dictionary<RunStatus, int>();
                Checker.Play(definition, ended);
                Add(ended);
            }
            catch (InvariantBrokenException broken)
            {
                Interlocked.CompareExchange(ref failure, broken, null);
                loop.Stop();
            }
        });
        if (failure is not null)
        {
            throw failure;
        }
    }

    private void Add(Dictionary<RunStatus, int> ended)
    {
        lock (gate)
        {
            played += Checker.HistoriesPerDefinition;
            foreach (var (status, times) in ended)
            {
                ends[status] = ends.GetValueOrDefault(status) + times;
            }
        }
    }
}
