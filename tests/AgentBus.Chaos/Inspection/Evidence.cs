using System.Text.RegularExpressions;
using AgentBus.Chaos.Houses;

namespace AgentBus.Chaos.Inspection;

/// <summary>What is kept of a house that was not clean: the findings, the history of every run they name, the dead letters, and what each process printed last.</summary>
internal static partial class Evidence
{
    public static async Task KeepAsync(House house, Verdict verdict, string folder, CancellationToken cancellationToken)
    {
        await house.WriteLogsAsync(folder);
        await File.WriteAllLinesAsync(Path.Combine(folder, "findings.txt"), verdict.Words, cancellationToken);
        await KeepLettersAsync(house, folder, cancellationToken);
        foreach (var run in verdict.Words.SelectMany(words => RunId().Matches(words)).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal))
        {
            var history = await house.Store.ListAsync(
                $"select number::text || ' ' || to_char(at, 'HH24:MI:SS.MS') || ' ' || type || ' ' || coalesce(step, '') || ' ' || coalesce(data::text, '') from history where run = '{run}' order by number",
                row => row.GetString(0), cancellationToken);
            await File.WriteAllLinesAsync(Path.Combine(folder, $"run-{run}.txt"), history, cancellationToken);
        }
    }

    private static async Task KeepLettersAsync(House house, string folder, CancellationToken cancellationToken) => await File.WriteAllLinesAsync(
        Path.Combine(folder, "dead-letters.txt"),
        await house.Store.ListAsync(
            "select concat_ws(' | ', to_char(failed_at, 'HH24:MI:SS'), queue, message_id, type, run, reason, deliveries, replays, state, error, left(stack, 2000)) from dead_letters order by failed_at",
            row => row.GetString(0), cancellationToken),
        cancellationToken);

    [GeneratedRegex("run ([0-9a-f-]{36})", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RunId();
}
