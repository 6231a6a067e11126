namespace AgentBus.Contracts;

/// <summary>A message about one run.</summary>
public interface IRunMessage
{
    string Tenant { get; }

    Guid Run { get; }
}
