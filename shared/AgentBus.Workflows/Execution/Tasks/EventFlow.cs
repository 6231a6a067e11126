using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>
/// Gives an event to every step that waits for it now. An event that was consumed is remembered by its source and id: delivered again, it
/// is dropped, also by steps that began to wait later.
/// </summary>
internal static class EventFlow
{
    public static void Arrived(Machine machine, RunEvent.EventArrived arrived)
    {
        var cloudEvent = arrived.CloudEvent;
        var seen = SeenKey(cloudEvent);
        var known = machine.Documents.Read(new DataRef.Document(seen)).ValueKind == JsonValueKind.True;
        var takers = known ? [] : machine.AllFrames.OfType<ListenFrame>()
            .Select(step => (Step: step, Match: ListenMatch.Find(machine, step, cloudEvent))).Where(taker => taker.Match is not null).ToList();
        if (machine.Documents.AnyMissing)
        {
            return;
        }

        if (takers.Count == 0)
        {
            Ignored(machine, arrived, known);
            return;
        }

        machine.Documents.Store(seen, JsonElement.Parse("true"u8));
        foreach (var (step, match) in takers)
        {
            machine.Post(step.Id, () => ListenExecutor.Consume(machine, machine.Get<ListenFrame>(step.Id), match!, arrived));
        }
    }

    // Events that are published for all pass by many runs that do not want them; what somebody sent to this run alone does not vanish unseen.
    private static void Ignored(Machine machine, RunEvent.EventArrived arrived, bool known)
    {
        if (arrived.By is { } by)
        {
            machine.Effects.Record("event.ignored", null, writer =>
            {
                Describe(writer, arrived.CloudEvent);
                writer.WriteString("by", by);
                writer.WriteString("reason", Reason(machine, arrived.CloudEvent, known));
            });
        }
    }

    private static string Reason(Machine machine, JsonElement cloudEvent, bool known) =>
        known ? "an event of this source and id was consumed before"
        : machine.AllFrames.OfType<ListenFrame>().Any(step => ListenMatch.TypeMayFit(machine, step, cloudEvent.Text("type") ?? ""))
            ? "a step waits for an event of this type, but this one's data, other attributes or correlation do not fit"
            : "no step waits for an event of this type";

    public static void Describe(Utf8JsonWriter writer, JsonElement cloudEvent)
    {
        writer.Member("id", cloudEvent.Text("id"));
        writer.Member("source", cloudEvent.Text("source"));
        writer.Member("type", cloudEvent.Text("type"));
    }

    private static string SeenKey(JsonElement cloudEvent)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{cloudEvent.Text("source")}\n{cloudEvent.Text("id")}"));
        return $"{DocumentKeys.Optional}event/{Convert.ToHexStringLower(hash.AsSpan(0, 16))}";
    }
}
