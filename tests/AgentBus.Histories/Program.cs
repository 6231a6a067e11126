using System.Diagnostics;
using System.Globalization;
using AgentBus.Histories;
using AgentBus.Histories.Running;

// AgentBus.Histories [how many] [first seed]: plays seeded histories on all cores; 1 on the first that breaks an invariant.
var count = args.Length > 0 ? int.Parse(args[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : 5_000_000;
var first = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 0;
var clock = Stopwatch.StartNew();
var campaign = new Campaign(first, count);
using var progress = new Timer(_ => Print(), null, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10));
try
{
    campaign.Run();
    Print();
    return 0;
}
catch (InvariantBrokenException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}

void Print()
{
    var (played, ends) = campaign.Progress;
    var perSecond = played / Math.Max(0.001, clock.Elapsed.TotalSeconds);
    Console.WriteLine($"{played:N0} of {count:N0} histories, {perSecond:N0}/s, {TimeSpan.FromSeconds((count - played) / Math.Max(1, perSecond)):hh\\:mm\\:ss} to go: "
        + string.Join(", ", ends.OrderBy(end => end.Key).Select(end => $"{end.Value:N0} {end.Key}")));
}
