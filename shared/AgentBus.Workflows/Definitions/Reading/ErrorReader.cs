using AgentBus.Workflows.Definitions.Text;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads an error to raise: RFC 7807 with <c>type</c> and <c>status</c>.</summary>
internal static class ErrorReader
{
    /// <summary>Members an error may have.</summary>
    public static readonly string[] Members = ["type", "status", "instance", "title", "detail"];

    public static Template? Read(Cursor at)
    {
        if (!at.IsObjectOf(Members))
        {
            return null;
        }

        if (at.Required("type") is { } type)
        {
            UriText.Check(type);
        }

        at.Required("status")?.Integer(int.MinValue, int.MaxValue);
        foreach (var name in (string[])["instance", "title", "detail"])
        {
            at.Get(name)?.Is(NodeKind.String);
        }

        return ExpressionReader.ReadTemplate(at);
    }
}
