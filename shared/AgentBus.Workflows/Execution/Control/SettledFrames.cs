using System.Collections;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution.Control;

/// <summary>
/// The frames of a state as a decision left them, with the table that made them. The next decision on this state takes the table over, once, instead of indexing all
/// frames again; what it makes of it is nothing to this list. A decision that is thrown away takes the table with it.
/// </summary>
internal sealed class SettledFrames(Frame[] frames, FrameTable table) : IReadOnlyList<Frame>
{
    private FrameTable? free = table;

    public int Count => frames.Length;

    public Frame this[int index] => frames[index];

    /// <summary>Null = it was taken.</summary>
    public FrameTable? TakeTable() => Interlocked.Exchange(ref free, null);

    public IEnumerator<Frame> GetEnumerator() => ((IEnumerable<Frame>)frames).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
