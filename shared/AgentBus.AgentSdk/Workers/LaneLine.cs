using System.Diagnostics.CodeAnalysis;

namespace AgentBus.AgentSdk.Workers;

/// <summary>
/// Who waits for a slot and whose turn it is: the first of the highest lane, but when <see cref="MaxPassed"/> turns in a row went past somebody who had
/// waited longest, that one, so that no lane waits for ever. Knows no time and is not safe for threads.
/// </summary>
internal sealed class LaneLine<T>
    where T : class
{
    /// <summary>So at least every eighth turn is by time of waiting alone.</summary>
    public const int MaxPassed = 7;

    private readonly LinkedList<Place>[] lanes = [new(), new(), new()];
    private long arrivals;
    private int passed;

    public bool IsEmpty => Array.TrueForAll(lanes, lane => lane.Count == 0);

    public LinkedListNode<Place> Add(Lane lane, T who) => lanes[(int)lane].AddLast(new Place(who, lane, arrivals++));

    /// <summary>False when it had its turn already.</summary>
    public bool Remove(LinkedListNode<Place> place)
    {
        if (place.List is null)
        {
            return false;
        }

        lanes[(int)place.Value.Lane].Remove(place);
        return true;
    }

    /// <summary>Takes out whose turn it is; nobody when only lanes below <paramref name="least"/> wait and none of them has waited through its turns.</summary>
    public bool TryNext(Lane least, [NotNullWhen(true)] out T? next)
    {
        next = null;
        var first = lanes.Where(lane => lane.Count > 0).Select(lane => lane.First!.Value).ToList();
        if (first.Count == 0)
        {
            return false;
        }

        var oldest = first.MinBy(place => place.Arrival)!;
        var turn = passed >= MaxPassed ? oldest : first[^1];
        if (turn.Lane < least && passed < MaxPassed)
        {
            return false;
        }

        passed = turn == oldest ? 0 : passed + 1;
        lanes[(int)turn.Lane].RemoveFirst();
        next = turn.Who;
        return true;
    }

    /// <summary>Where somebody stands.</summary>
    public sealed record Place(T Who, Lane Lane, long Arrival);
}
