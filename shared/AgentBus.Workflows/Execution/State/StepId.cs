using System.Runtime.CompilerServices;

namespace AgentBus.Workflows.Execution.State;

/// <summary>Ids of steps: <c>{task path}[{for indexes}]#{visit}</c>.</summary>
internal static class StepId
{
    public static string Of(string task, int[] indexes, int visit)
    {
        var id = new DefaultInterpolatedStringHandler(8, 2);
        id.AppendLiteral(task);
        foreach (var index in indexes)
        {
            id.AppendFormatted('[');
            id.AppendFormatted(index);
            id.AppendFormatted(']');
        }

        id.AppendFormatted('#');
        id.AppendFormatted(visit);
        return id.ToStringAndClear();
    }
}
