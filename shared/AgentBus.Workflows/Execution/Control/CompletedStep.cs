using System.Text.Json;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution.Control;

/// <summary>The history's entry of a completed step, made when it is known where the output went.</summary>
internal sealed class CompletedStep(StepSnapshot step, DataRef output) : ILaterEntry
{
    private DataRef kept = output;

    public void Keep(Documents documents) => kept = documents.Keep(kept);

    public Effect.Record ToRecord() => new("step.completed", step.Step, Write);

    private void Write(Utf8JsonWriter writer)
    {
        writer.Member("agent", step.Agent);
        writer.Member("reason", step.Reason);
        switch (kept)
        {
            case DataRef.Document document:
                writer.WriteString("outputKey", document.Key);
                break;
            case DataRef.Items items:
                writer.WriteString("outputKey", items.Prefix);
                writer.WriteNumber("items", items.Count);
                break;
            case DataRef.Inline inline:
                writer.Member("output", inline.Value);
                break;
            default:
                throw new InvalidOperationException("An output was not kept.");
        }
    }
}
