using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution.Control;

/// <summary>
/// The open frames of a decision in the order they were opened. A few are searched one by one; from <see cref="Few"/> on there is an index, and one of
/// children once it is asked for, so that a decision among many parallel items costs what it does among few. A state that is decided on again right
/// away hands its table on (<see cref="SettledFrames"/>).
/// </summary>
internal sealed class FrameTable
{
    private const int Few = 16;

    private Slot[] slots;
    private int used;
    private int removed;
    private Dictionary<string, int>? places;
    private Dictionary<string, List<int>>? children;

    private FrameTable(IReadOnlyList<Frame> frames)
    {
        slots = new Slot[frames.Count + 4];
        for (var i = 0; i < frames.Count; i++)
        {
            slots[i].Frame = frames[i];
        }

        used = frames.Count;
        IndexIfMany();
    }

    /// <summary>The table of a state's frames: the one that made them where nobody took it yet, else a new one.</summary>
    public static FrameTable Of(IReadOnlyList<Frame> frames) => (frames as SettledFrames)?.TakeTable() ?? new FrameTable(frames);

    /// <summary>Whether any frame was put or removed.</summary>
    public bool Changed { get; private set; }

    /// <summary>Places of frames; some may be empty.</summary>
    public int Places => used;

    public Frame? this[int place] => slots[place].Frame;

    public IEnumerable<Frame> All
    {
        get
        {
            for (var i = 0; i < used; i++)
            {
                if (slots[i].Frame is { } frame)
                {
                    yield return frame;
                }
            }
        }
    }

    public Frame? Find(string id) => PlaceOf(id) is >= 0 and var place ? slots[place].Frame : null;

    /// <summary>Replaces the frame of this id, or adds it.</summary>
    public void Put(Frame frame)
    {
        Changed = true;
        var place = PlaceOf(frame.Id);
        if (place < 0)
        {
            place = Add(frame);
        }

        slots[place] = new Slot { Frame = frame, Touched = true };
    }

    public void Remove(string id)
    {
        var place = PlaceOf(id);
        if (place < 0)
        {
            return;
        }

        Changed = true;
        if (places is null)
        {
            used--;
            Array.Copy(slots, place + 1, slots, place, used - place);
            slots[used] = default;
        }
        else
        {
            // Others keep their places: the indexes refer to them.
            places.Remove(id);
            slots[place] = default;
            removed++;
        }
    }

    /// <summary>The frames whose parent this is, in the order they were opened.</summary>
    public IReadOnlyList<Frame> Children(string id)
    {
        var found = new List<Frame>();
        if (places is null)
        {
            for (var i = 0; i < used; i++)
            {
                if (slots[i].Frame is { } frame && frame.Parent == id)
                {
                    found.Add(frame);
                }
            }
        }
        else if ((children ??= ChildrenOfAll()).TryGetValue(id, out var at))
        {
            foreach (var place in at)
            {
                if (slots[place].Frame is { } frame)
                {
                    found.Add(frame);
                }
            }
        }

        return found;
    }

    /// <summary>The frames for the next state; those that were put are given to <paramref name="keep"/> first.</summary>
    public IReadOnlyList<Frame> Settle(Func<DataRef, DataRef> keep)
    {
        var frames = new Frame[used - removed];
        var next = 0;
        for (var i = 0; i < used; i++)
        {
            if (slots[i].Frame is { } frame)
            {
                slots[i] = new Slot { Frame = slots[i].Touched ? frame.Keep(keep) : frame };
                frames[next++] = slots[i].Frame!;
            }
        }

        Changed = false;

        // A table that is mostly empty places is better made anew.
        return places is null || removed > frames.Length ? frames : new SettledFrames(frames, this);
    }

    private int Add(Frame frame)
    {
        if (used == slots.Length)
        {
            Array.Resize(ref slots, used * 2);
        }

        var place = used++;
        slots[place].Frame = frame;
        places?.Add(frame.Id, place);
        if (children is not null && frame.Parent is { } parent)
        {
            AddChild(children, parent, place);
        }

        IndexIfMany();
        return place;
    }

    private int PlaceOf(string id)
    {
        if (places is not null)
        {
            return places.TryGetValue(id, out var place) ? place : -1;
        }

        for (var i = used - 1; i >= 0; i--)
        {
            if (slots[i].Frame is { } frame && frame.Id == id)
            {
                return i;
            }
        }

        return -1;
    }

    private void IndexIfMany()
    {
        if (places is not null || used <= Few)
        {
            return;
        }

        places = new Dictionary<string, int>(used * 2);
        for (var i = 0; i < used; i++)
        {
            if (slots[i].Frame is { } frame)
            {
                places.Add(frame.Id, i);
            }
        }
    }

    private Dictionary<string, List<int>> ChildrenOfAll()
    {
        var all = new Dictionary<string, List<int>>();
        for (var i = 0; i < used; i++)
        {
            if (slots[i].Frame is { Parent: { } parent })
            {
                AddChild(all, parent, i);
            }
        }

        return all;
    }

    private static void AddChild(Dictionary<string, List<int>> all, string parent, int place)
    {
        if (!all.TryGetValue(parent, out var at))
        {
            all[parent] = at = [];
        }

        at.Add(place);
    }

    private struct Slot
    {
        public Frame? Frame;
        public bool Touched;
    }
}
