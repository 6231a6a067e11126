using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentBus.Architecture;

public sealed partial class LogTests
{
    [Fact]
    public void Event_ids_are_used_once_over_all_projects()
    {
        var ids = Repository.Sources("shared", "services").SelectMany(file =>
            EventId().Matches(Repository.Read(file)).Select(m => (Id: int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture), File: file))).ToList();
        ids.Count.ShouldBeGreaterThan(20);
        ids.GroupBy(x => x.Id).Where(g => g.Count() > 1).Select(g => $"{g.Key}: {string.Join(", ", g.Select(x => x.File))}").ShouldBeEmpty();
    }

    [Fact]
    public void Log_messages_live_in_the_one_Log_file_of_their_project() =>
        Repository.Sources("shared", "services")
            .Where(file => Repository.Read(file).Contains("[LoggerMessage", StringComparison.Ordinal) && Path.GetFileName(file) != "Log.cs")
            .ShouldBeEmpty();

    [GeneratedRegex(@"EventId = (\d+)", RegexOptions.NonBacktracking)]
    private static partial Regex EventId();
}
