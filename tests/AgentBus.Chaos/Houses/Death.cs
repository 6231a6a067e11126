namespace AgentBus.Chaos.Houses;

/// <summary>The end of one process.</summary>
/// <param name="Resident">Whose.</param>
/// <param name="ExitCode">137 = killed.</param>
/// <param name="FromOutside">Whether the harness killed it; else it died by itself, such as at a crash point.</param>
/// <param name="Settings">Its settings of that start.</param>
/// <param name="Lived">How long it lived.</param>
internal sealed record Death(Resident Resident, int ExitCode, bool FromOutside, IReadOnlyDictionary<string, string> Settings, TimeSpan Lived)
{
    private const int Killed = 137;

    public bool WasKill => ExitCode == Killed;
}
