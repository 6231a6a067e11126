namespace AgentBus.Chaos.Running;

/// <summary>One kind of fault under load.</summary>
internal interface IScenario
{
    /// <summary>As on the command line: lower case with hyphens.</summary>
    string Name { get; }

    /// <summary>Builds a house, loads it, makes the faults, and looks at what is left.</summary>
    Task<Outcome> RunAsync(ScenarioContext context, CancellationToken cancellationToken);
}
