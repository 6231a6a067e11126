namespace AgentBus.Hosting.Bus.RabbitMq.Acks;

/// <summary>
/// Which deliveries of a channel are settled. The broker numbers them from 1. Kept as runs of numbers, of which there are no more than deliveries that
/// are still open, however long one of those takes.
/// </summary>
internal sealed class SettledTags
{
    private readonly List<(ulong First, ulong Last)> runs = [];

    /// <summary>All deliveries up to this one are settled; 0 = the first is not.</summary>
    public ulong Prefix => runs.Count > 0 && runs[0].First == 1 ? runs[0].Last : 0;

    /// <summary>A delivery is settled once.</summary>
    public void Add(ulong tag)
    {
        var after = runs.Count;
        while (after > 0 && runs[after - 1].First > tag)
        {
            after--;
        }

        var joinsBefore = after > 0 && runs[after - 1].Last + 1 == tag;
        var joinsAfter = after < runs.Count && tag + 1 == runs[after].First;
        switch (joinsBefore, joinsAfter)
        {
            case (true, true):
                runs[after - 1] = (runs[after - 1].First, runs[after].Last);
                runs.RemoveAt(after);
                break;
            case (true, false):
                runs[after - 1] = (runs[after - 1].First, tag);
                break;
            case (false, true):
                runs[after] = (tag, runs[after].Last);
                break;
            default:
                runs.Insert(after, (tag, tag));
                break;
        }
    }
}
