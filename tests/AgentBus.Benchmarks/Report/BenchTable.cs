namespace AgentBus.Benchmarks;

/// <summary>Prints a report for people.</summary>
internal static class BenchTable
{
    public static void Print(Report report, TextWriter to)
    {
        if (report.Rates.Count > 0)
        {
            to.WriteLine($"{"what",-82} {"per second",12} {"floor",12} {"ratio",7}");
            foreach (var rate in report.Rates)
            {
                to.WriteLine($"{rate.What,-82} {rate.PerSecond,12:N0} {rate.Floor,12:N0} {rate.Ratio,7:N2}");
            }
        }

        if (report.Engine is { } engine)
        {
            to.WriteLine($"bytes allocated for a decision: {engine.BytesPerDecision:N0}");
            to.WriteLine($"microseconds for an item of 10 / 1,000 / 100,000: for {engine.ForItemMicroseconds}, in parallel {engine.ParallelForItemMicroseconds}");
        }

        if (report.Steps is { } steps)
        {
            StepsTable.Print(steps, report.Embedded, to);
        }

        LoadsTable.Print(report, to);

        Verdict(report, to);
    }

    private static void Verdict(Report report, TextWriter to)
    {
        if (report.Asks.Count > 0)
        {
            to.WriteLine();
            to.WriteLine($"{"asked of it",-55} {"asked",-28} {"measured",10}");
            foreach (var ask in report.Asks)
            {
                to.WriteLine($"{ask.What,-55} {ask.Asked,-28} {ask.Measured,10:N3} {(ask.Met ? "pass" : "FAIL")}");
            }
        }

        if (report.Valid == false)
        {
            to.WriteLine();
            to.WriteLine("NOT VALID: the floor is under 1,800 steps/s, so the machine is too busy or too slow. Only ratios of processor time say something.");
        }
    }
}
