using System.Globalization;

namespace AgentBus.Chaos.Clocks;

/// <summary>
/// A wall clock of a process that can be stepped while it runs: libfaketime, told by a file. The monotonic clock goes on, as it does when an administrator
/// or NTP sets the time of a machine.
/// </summary>
internal sealed class SteppedClock : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public SteppedClock(TimeSpan off = default) => Step(off);

    /// <summary>Settings of a process that goes by this clock.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["env:LD_PRELOAD"] = Library,
        ["env:FAKETIME_TIMESTAMP_FILE"] = _file,
        ["env:FAKETIME_CACHE_DURATION"] = "1",
        ["env:FAKETIME_DONT_FAKE_MONOTONIC"] = "1",

        // Its way round a fault of old C libraries takes a fifth of a processor for each idle process.
        ["env:FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
    };

    /// <summary>How far off it is.</summary>
    public TimeSpan Off { get; private set; }

    private static string Library { get; } =
        Directory.GetDirectories("/usr/lib").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("libfaketimeMT.so.1 is in no /usr/lib/*/faketime: install the package 'libfaketime'.");

    /// <summary>So far off it is from now on, a second later at most.</summary>
    public void Step(TimeSpan off)
    {
        Off = off;
        File.WriteAllText(_file, string.Create(CultureInfo.InvariantCulture, $"{(off < TimeSpan.Zero ? '-' : '+')}{off.Duration().TotalSeconds:F0}\n"));
    }

    public void Dispose() => File.Delete(_file);
}
