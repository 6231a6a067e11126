using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads <c>timeout</c>: <c>{after: duration}</c> or a name from <c>use.timeouts</c>.</summary>
internal static class TimeoutReader
{
    public static Duration? Read(Cursor owner) => owner.Get("timeout") switch
    {
        null => null,
        { Kind: NodeKind.String } reference => owner.Context.Use.Timeout(reference),
        var inline => ReadAfter(inline),
    };

    public static Duration? ReadAfter(Cursor at) => at.IsObjectOf("after") && at.Required("after") is { } after ? DurationReader.ReadOrCompute(after) : null;
}
