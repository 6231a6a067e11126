using System.Text.Json;
using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads <c>catch</c>. The caught error is a variable inside it.</summary>
internal static class CatchReader
{
    /// <summary>The variable's name where <c>as</c> gives none.</summary>
    public const string DefaultName = "error";

    public static CatchSpec? Read(Cursor at)
    {
        if (!at.IsObjectOf("errors", "as", "when", "exceptWhen", "retry", "do"))
        {
            return null;
        }

        var name = VariableName.Read(at.Get("as"), DefaultName);
        at = at with { Scope = at.Scope.With(name) };
        return new CatchSpec(
            at.Get("errors") is { } errors ? Filter(errors) : null,
            name,
            at.Get("when") is { } when ? ExpressionReader.Read(when) : null,
            at.Get("exceptWhen") is { } except ? ExpressionReader.Read(except) : null,
            at.Get("retry") is { } retry ? Retry(retry) : null,
            at.Get("do") is { } list ? TaskListReader.Read(list) : []);
    }

    private static RetryPolicy? Retry(Cursor at) => at.Kind == NodeKind.String ? at.Context.Use.Retry(at) : RetryReader.Read(at);

    private static JsonElement? Filter(Cursor errors)
    {
        if (!errors.Is(NodeKind.Object) || errors.Get("with") is not { } with || !with.Is(NodeKind.Object))
        {
            return null;
        }

        if (with.Node.Members.Count == 0)
        {
            with.Report("'with' filters nothing. Add a member such as status, or remove 'errors'.");
        }

        with.Get("status")?.Integer(int.MinValue, int.MaxValue);
        foreach (var name in (string[])["type", "instance", "title", "detail", "details"])
        {
            with.Get(name)?.Is(NodeKind.String);
        }

        // The standard's filter says details where its error says detail: the engine compares members by name.
        var members = with.Node.Members.Select(m => m.Name == "details" ? m with { Name = "detail" } : m);
        return Node.Object(with.Node.At, [.. members.DistinctBy(m => m.Name)]).ToJson();
    }
}
