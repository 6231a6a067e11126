using System.Globalization;

namespace AgentBus.Benchmarks;

/// <summary>A process, or one with those it started, as one thing that uses the machine. Read from <c>/proc</c>.</summary>
internal sealed record ProcessGroup(string Name, int Root, bool WithChildren = false)
{
    // Linux counts processor time for programs in hundredths of a second (USER_HZ).
    private const double TicksPerSecond = 100;

    /// <summary>Processor time in seconds; with children, that of ended ones too.</summary>
    public double CpuSeconds()
    {
        var root = Stat(Root) ?? throw new InvalidOperationException($"The process of {Name} ({Root}) is gone.");
        return (Members().Where(pid => pid != Root).Select(Stat).OfType<string[]>().Sum(Own) + Own(root) + (WithChildren ? Ended(root) : 0)) / TicksPerSecond;
    }

    /// <summary>Memory in megabytes, each shared page divided among those who share it (Pss).</summary>
    public double Megabytes() => Math.Round(Members().Sum(Kilobytes) / 1024.0, 1);

    /// <summary>From now on the peak counts anew; where the system does not allow that, it counts from the start of the process.</summary>
    public void ForgetPeak()
    {
        try
        {
            File.WriteAllText($"/proc/{Root}/clear_refs", "5");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>The most memory the process itself had at a time, in megabytes, shared pages counted in full.</summary>
    public double PeakMegabytes()
    {
        var line = File.ReadLines($"/proc/{Root}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return Math.Round(long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0, 1);
    }

    private List<int> Members()
    {
        if (!WithChildren)
        {
            return [Root];
        }

        var parents = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0)
            .Select(pid => (Pid: pid, Stat: Stat(pid)))
            .Where(process => process.Stat is not null)
            .ToLookup(process => Number(process.Stat![1]), process => process.Pid);
        var members = new List<int> { Root };
        for (var i = 0; i < members.Count; i++)
        {
            members.AddRange(parents[members[i]]);
        }

        return members;
    }

    // Fields from the third on (state, parent, ...): the second, the name in brackets, may hold blanks. Null = it ended.
    private static string[]? Stat(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static double Own(string[] stat) => Number(stat[11]) + Number(stat[12]);

    private static double Ended(string[] stat) => Number(stat[13]) + Number(stat[14]);

    private static int Number(string field) => int.Parse(field, CultureInfo.InvariantCulture);

    private static long Kilobytes(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/smaps_rollup").First(line => line.StartsWith("Pss:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
