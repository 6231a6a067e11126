using AgentBus.Chaos.Houses;
using AgentBus.Chaos.Inspection;

namespace AgentBus.Chaos.Clocks;

/// <summary>Holds the waits of the load against the database's clock: none ended early, none much too late.</summary>
internal static class WaitCheck
{
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, TimeSpan> Lengths = new()
    {
        ["pause"] = TimeSpan.FromMilliseconds(700), ["pauseAgain"] = TimeSpan.FromSeconds(2), ["nap"] = TimeSpan.FromMilliseconds(300),
    };

    /// <summary>Returns how many waits there were and the longest delay in seconds.</summary>
    public static async Task<(int Waits, double LatestSeconds)> CheckAsync(House house, Verdict verdict, CancellationToken cancellationToken)
    {
        var waits = await house.Store.ListAsync(
            "select name, run, started_at, ended_at from steps where kind = 'wait' and status = 'Completed'",
            row => (Name: row.GetString(0), Run: row.GetGuid(1), Took: row.GetDateTime(3) - row.GetDateTime(2)), cancellationToken);
        foreach (var wait in waits.Where(wait => wait.Took < Lengths[wait.Name] - Slack))
        {
            verdict.AddDoubled($"{wait.Name} of run {wait.Run} was to wait {Lengths[wait.Name]} and waited {wait.Took}");
        }

        foreach (var wait in waits.Where(wait => wait.Took > Lengths[wait.Name] + Late))
        {
            verdict.AddStuck($"{wait.Name} of run {wait.Run} was to wait {Lengths[wait.Name]} and waited {wait.Took}");
        }

        return (waits.Count, waits.Select(wait => (wait.Took - Lengths[wait.Name]).TotalSeconds).DefaultIfEmpty().Max());
    }
}
