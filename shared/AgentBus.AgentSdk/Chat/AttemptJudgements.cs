using System.Text.Json;
using AgentBus.Contracts;
using Microsoft.Extensions.AI;

namespace AgentBus.AgentSdk.Chat;

/// <summary>What the answers of one attempt were worth; goes with its result. Safe for concurrent calls.</summary>
internal sealed class AttemptJudgements
{
    /// <summary>Judgements of one attempt that the orchestrator takes.</summary>
    internal const int Most = 100;

    internal const string DecisionProperty = "agentbus.decision";

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, double> judged = [];

    /// <summary>Judges an answer; of two judgements the last counts. One that no decision stands behind, such as a repeated one, is not judged.</summary>
    public void Add(ChatResponse answer, double quality)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (quality is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(quality), quality, "The quality of an answer is from 0, worthless, to 1, right.");
        }

        if (DecisionOf(answer) is { } decision)
        {
            lock (gate)
            {
                if (judged.Count < Most || judged.ContainsKey(decision))
                {
                    judged[decision] = quality;
                }
            }
        }
    }

    /// <summary>What goes with the result; null = nothing.</summary>
    public IReadOnlyList<AnswerJudgement>? All()
    {
        lock (gate)
        {
            return judged.Count == 0 ? null : [.. judged.Select(pair => new AnswerJudgement(pair.Key, pair.Value))];
        }
    }

    private static Guid? DecisionOf(ChatResponse answer) => answer.AdditionalProperties?.TryGetValue(DecisionProperty, out var value) != true ? null : value switch
    {
        Guid decision => decision,
        JsonElement { ValueKind: JsonValueKind.String } text when text.TryGetGuid(out var decision) => decision,
        string text when Guid.TryParse(text, out var decision) => decision,
        _ => null,
    };
}
