using AgentBus.Workflows.Definitions.Text;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads <c>call: approval</c>.</summary>
internal static class CallApprovalReader
{
    private const string Escalate = "escalate";

    private static readonly string[] Arguments =
        ["title", "details", "assignees", "groups", "form", "dueIn", "onTimeout", "default", Escalate];

    public static CallApprovalTask? Read(TaskNode task, Cursor with)
    {
        if (!with.IsObjectOf(Arguments))
        {
            return null;
        }

        var title = with.Required("title") is { } found && found.NonEmptyText() is not null ? ExpressionReader.ReadTemplate(found) : null;
        var form = with.Get("form");
        var onTimeout = with.Get("onTimeout")?.Word("approve", "deny", Escalate) ?? "deny";
        var read = new CallApprovalTask(title ?? new Template(new TemplateNode.Literal(default), with.Path))
        {
            Name = task.Name,
            Path = task.At.Path,
            Details = with.Get("details") is { } details ? ExpressionReader.ReadTemplate(details) : null,
            Assignees = with.Get("assignees") is { } assignees ? People(assignees) : null,
            Groups = with.Get("groups") is { } groups ? People(groups) : null,
            Form = form?.ToJson(),
            CompiledForm = form is null ? null : DataReader.PlainSchema(form),
            DueIn = with.Get("dueIn") is { } due ? DurationReader.Read(due) : null,
            OnTimeout = onTimeout,
            Default = Default(with, onTimeout),
            Escalate = with.Get(Escalate) is { } ladder ? Ladder(ladder) : [],
        };
        CheckLadder(with, onTimeout);
        return title is null ? null : read;
    }

    private static string Default(Cursor with, string onTimeout)
    {
        var given = with.Get("default")?.Word("approve", "deny");
        if (given is not null && onTimeout != Escalate && given != onTimeout)
        {
            with.ReportMember("default", $"'onTimeout' is {onTimeout} already. Leave 'default' out: it says what follows the end of the ladder.");
        }

        return given ?? (onTimeout == Escalate ? "deny" : onTimeout);
    }

    private static void CheckLadder(Cursor with, string onTimeout)
    {
        if (onTimeout == Escalate && !with.Has(Escalate))
        {
            with.ReportMember("onTimeout", "'onTimeout' is escalate, but nobody is named to escalate to. Add 'escalate'.");
        }
    }

    private static IReadOnlyList<Escalation> Ladder(Cursor at) =>
        at.Is(NodeKind.Array) ? [.. at.Items.Select(Rung).OfType<Escalation>().OrderBy(e => e.After)] : [];

    private static Escalation? Rung(Cursor at) =>
        at.IsObjectOf("after", "to")
        && at.Required("after") is { } after && DurationReader.Read(after) is { } time
        && at.Required("to") is { } to && People(to) is { } people
            ? new Escalation(time, people)
            : null;

    /// <summary>A list of names, each of which may be an expression, or an expression that makes the list.</summary>
    private static Template? People(Cursor at)
    {
        if (at.Kind == NodeKind.String && RuntimeExpression.TryUnwrap(at.Node.Text, out _))
        {
            return ExpressionReader.ReadTemplate(at);
        }

        return at.Texts().Count == at.Node.Items.Count && at.Kind == NodeKind.Array ? ExpressionReader.ReadTemplate(at) : null;
    }
}
