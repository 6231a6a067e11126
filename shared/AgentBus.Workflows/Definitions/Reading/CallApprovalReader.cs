using AgentBus.Workflows.Definitions.Text;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads <c>call: approval</c>.</summary>
internal static class CallApprovalReader
{
    public static CallApprovalTask? Read(TaskNode task, Cursor with)
    {
        if (!with.IsObjectOf("title", "details", "assignees", "groups", "form", "dueIn", "onTimeout", "escalate"))
        {
            return null;
        }

        var title = with.Required("title") is { } found && found.NonEmptyText() is not null ? ExpressionReader.ReadTemplate(found) : null;
        var form = with.Get("form");
        if (form is not null)
        {
            DataReader.PlainSchema(form);
        }

        var onTimeout = with.Get("onTimeout")?.Word("approve", "deny", "escalate") ?? "deny";
        if (onTimeout == "escalate" && !with.Has("escalate"))
        {
            with.ReportMember("onTimeout", "'onTimeout' is escalate, but nobody is named to escalate to. Add 'escalate'.");
        }

        var read = new CallApprovalTask(title ?? new Template(new TemplateNode.Literal(default), with.Path))
        {
            Name = task.Name,
            Path = task.At.Path,
            Details = with.Get("details") is { } details ? ExpressionReader.ReadTemplate(details) : null,
            Assignees = with.Get("assignees") is { } assignees ? People(assignees) : [],
            Groups = with.Get("groups") is { } groups ? People(groups) : [],
            Form = form?.ToJson(),
            DueIn = with.Get("dueIn") is { } due ? DurationReader.Read(due) : null,
            OnTimeout = onTimeout,
            Escalate = with.Get("escalate") is { } ladder ? Ladder(ladder) : [],
        };
        return title is null ? null : read;
    }

    private static IReadOnlyList<Escalation> Ladder(Cursor at) =>
        at.Is(NodeKind.Array) ? [.. at.Items.Select(Rung).OfType<Escalation>().OrderBy(e => e.After)] : [];

    private static Escalation? Rung(Cursor at) =>
        at.IsObjectOf("after", "to")
        && at.Required("after") is { } after && DurationReader.Read(after) is { } time
        && at.Required("to") is { } to
            ? new Escalation(time, People(to))
            : null;

    private static IReadOnlyList<string> People(Cursor at)
    {
        var names = at.Texts();
        foreach (var item in at.Items.Where(i => RuntimeExpression.TryUnwrap(i.Node.Text, out _)))
        {
            item.Report("people and groups cannot be expressions yet. Write their names.");
        }

        return names;
    }
}
