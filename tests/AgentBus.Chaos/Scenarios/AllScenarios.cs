using AgentBus.Chaos.Running;

namespace AgentBus.Chaos.Scenarios;

/// <summary>Every scenario, in the order they are played.</summary>
internal static class AllScenarios
{
    public static IReadOnlyList<IScenario> List { get; } =
    [
        new CrashPoints(),
        new Outages.BrokerCluster(),
        new Outages.DatabaseOutages(),
        new Outages.FullDisk(),
        new Outages.BadNetwork(),
        new Disordered(),
        new PoisonMessages(),
        new SteppedClocks(),
        new TimersAtOnce(),
        new RollingUpgrade(),
    ];
}
