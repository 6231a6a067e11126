using AgentBus.Agents.Validation.Checks;
using AgentBus.AgentSdk;

namespace AgentBus.Agents.Validation;

/// <summary>Checks every sentence against the passage it cites.</summary>
[Agent("validation", Version = "1.0.0", Capabilities = ["check-draft", "check-claims"], Concurrency = 4, Prompts = ["judge"])]
internal sealed class ValidationAgent : IAgent<ValidationInput, ValidationOutput>
{
    private const int MaxPairs = 2_000;

    public async Task<AgentResult<ValidationOutput>> RunAsync(ValidationInput input, AgentContext context, CancellationToken cancellationToken)
    {
        if (Problem(input) is { } problem)
        {
            return AgentResult.Permanent("bad-input", problem);
        }

        var claims = input.Pairs is { } pairs ? [.. pairs.Select(pair => (pair, true))] : ClaimReader.Of(input.Draft!, input.Passages!);
        if (await Judge.JudgeAsync(claims, context, cancellationToken) is not { } judgements)
        {
            return AgentResult.InvalidOutput("The judging model did not answer for each claim, in their order.");
        }

        var coverage = input.Topic is { } topic ? Coverage.Of(topic, claims.Select(item => item.Claim.Text)) : 1;
        var faults =
            from item in claims.Zip(judgements).Select((pair, index) => (pair.First.Claim, Judgement: pair.Second, Index: index))
            from fault in item.Judgement.Faults
            select new Fault(item.Index, item.Claim.Id, item.Claim.Text, fault.Kind, fault.Detail);
        return new ValidationOutput(
            Confidence.Of(judgements, coverage, input.Contradictions), [.. faults], Math.Round(coverage, 3), claims.Count,
            [.. judgements.Select((judgement, index) => new Result(index, claims[index].Claim.Id, Math.Round(judgement.Support, 3),
                judgement.Faults.Count == 0))]);
    }

    private static string? Problem(ValidationInput input) => input switch
    {
        { Pairs: { } pairs, Draft: null } => pairs.Count is 0 or > MaxPairs ? $"There are {pairs.Count} pairs; give 1 to {MaxPairs}." : null,
        { Pairs: null, Draft: not null, Passages: not null } => null,
        _ => "Give either 'draft' with 'passages', or 'pairs'.",
    };
}
