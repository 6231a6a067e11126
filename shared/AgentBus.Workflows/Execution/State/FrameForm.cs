using System.Text.Json;

namespace AgentBus.Workflows.Execution.State;

/// <summary>
/// The stored form of the open frames: each says only what the frame around it does not. The parent is its place in the list, from 1 on; an id,
/// indexes, visits and a deadline that follow from the parent are absent.
/// </summary>
internal static class FrameForm
{
    private const int Few = 16;

    /// <summary>The form of frames that is written; for nothing else.</summary>
    public static IReadOnlyList<Frame> Shorten(IReadOnlyList<Frame> frames)
    {
        var places = frames.Count > Few ? new Dictionary<string, int>(frames.Count) : null;
        var forms = new Frame[frames.Count];
        for (var i = 0; i < forms.Length; i++)
        {
            var frame = frames[i];
            var place = frame.Parent is null ? -1 : places?.GetValueOrDefault(frame.Parent, -1) ?? PlaceOf(frames, frame.Parent, i);
            forms[i] = Shortened(frame, place < 0 ? null : frames[place]);
            forms[i].ParentAt = place + 1;
            places?.Add(frame.Id, i);
        }

        return forms;
    }

    /// <summary>Gives frames that were just read what follows from the frames around them.</summary>
    /// <exception cref="JsonException">A frame is null or lies inside one that does not come before it.</exception>
    public static void Complete(IReadOnlyList<Frame> forms)
    {
        for (var i = 0; i < forms.Count; i++)
        {
            var form = forms[i] ?? throw new JsonException("A stored frame is null.");
            if (form.ParentAt < 0 || form.ParentAt > i)
            {
                throw new JsonException($"A stored frame is inside frame {form.ParentAt}, which does not come before it.");
            }

            Complete(form, form.ParentAt == 0 ? null : forms[form.ParentAt - 1]);
        }
    }

    // Null stands for what is left out. No reader of frames ever sees it: Complete undoes it.
    private static Frame Shortened(Frame frame, Frame? parent)
    {
        var form = frame with
        {
            Id = frame.Id == IdOf(frame, parent) ? null! : frame.Id,
            Indexes = frame.Indexes.AsSpan().SequenceEqual(parent?.Indexes) ? null! : frame.Indexes,
            LastVisit = frame.LastVisit == frame.Visit ? 0 : frame.LastVisit,
            Visit = frame.Visit == (parent?.Visit ?? 1) ? 0 : frame.Visit,
            Deadline = frame.Deadline == parent?.Deadline ? null : frame.Deadline,
            Parent = parent is null ? frame.Parent : null,
        };
        switch (form)
        {
            case BlockFrame block when parent is StepFrame owner && block.Owner == owner.Task:
                block.Owner = null;
                break;
            case StepFrame step:
                step.Input = ReferenceEquals(step.Input, DataRef.Null) ? null! : step.Input;
                break;
        }

        return form;
    }

    private static void Complete(Frame frame, Frame? parent)
    {
        frame.ParentAt = 0;
        frame.Parent ??= parent?.Id;
        frame.Indexes = frame.Indexes is [] && parent is not null ? parent.Indexes : frame.Indexes;
        frame.Visit = frame.Visit == 0 ? parent?.Visit ?? 1 : frame.Visit;
        frame.LastVisit = frame.LastVisit == 0 ? frame.Visit : frame.LastVisit;
        frame.Deadline ??= parent?.Deadline;
        if (frame is BlockFrame { Owner: null } block && parent is StepFrame owner)
        {
            block.Owner = owner.Task;
        }

        frame.Id = frame.Id.Length == 0 ? IdOf(frame, parent) : frame.Id;
    }

    /// <summary>The id that frames of this kind are given; empty where there is no rule.</summary>
    private static string IdOf(Frame frame, Frame? parent) => frame switch
    {
        StepFrame step => StepId.Of(step.Task, step.Indexes, step.Visit),
        BlockFrame block when parent is not null => BlockFrame.IdIn(parent, block.Role, block.Indexes.Length > parent.Indexes.Length ? block.Indexes[^1] : null),
        _ => "",
    };

    private static int PlaceOf(IReadOnlyList<Frame> frames, string id, int before)
    {
        for (var i = before - 1; i >= 0; i--)
        {
            if (frames[i].Id == id)
            {
                return i;
            }
        }

        return -1;
    }
}
