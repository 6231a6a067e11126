namespace AgentBus.Agents.Validation.Checks;

/// <summary>What a judge says of one claim.</summary>
internal sealed record Judgement
{
    public string? Id { get; init; }

    public required double Support { get; init; }

    public required IReadOnlyList<JudgedFault> Faults { get; init; }
}

/// <summary>Why a claim is not supported.</summary>
internal sealed record JudgedFault(string Kind, string Detail);
