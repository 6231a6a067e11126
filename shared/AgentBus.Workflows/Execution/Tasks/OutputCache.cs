using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>
/// <c>with.cache</c>: an output that the agent made before under the same key is used again, in any run of the tenant. Two runs that ask at the
/// same time both let the agent work; the later output stays.
/// </summary>
internal static class OutputCache
{
    /// <summary>Completes the step by an earlier output. False = the agent has to work; the step knows its key then.</summary>
    public static bool Reuse(Machine machine, ref AgentFrame step, CallAgentTask task)
    {
        if (task.Cache is not { } cache)
        {
            return false;
        }

        var key = KeyOf(new Scope(machine, step, step.Input).Render(cache.Key.Root));
        step = step with { CacheKey = key };
        if (machine.Documents.AnyMissing)
        {
            return true;
        }

        var agent = AgentChoice.Name(task, step.Choice)!;
        var found = CachedOutput.FromJson(machine.Documents.Read(new DataRef.Document(ExternalKeys.Cache(agent, key))));
        return machine.Documents.AnyMissing || (found is not null && found.ExpiresAt > machine.Now && Complete(machine, step, task, found));
    }

    /// <summary>Keeps a good output.</summary>
    public static void Keep(Machine machine, AgentFrame step, CallAgentTask task, AttemptOutcome outcome)
    {
        if (step.CacheKey is { } key && task.Cache is { } cache)
        {
            machine.Effects.Add(new Effect.CacheOutput(new CachedOutput(
                outcome.Agent ?? AgentChoice.Name(task, step.Choice)!, outcome.AgentVersion ?? "", key, machine.State.Run, step.Id,
                outcome.Output!.Value, machine.Now, machine.Now + cache.Ttl)));
        }
    }

    // The task may have changed since: what is no longer accepted is made anew.
    private static bool Complete(Machine machine, AgentFrame step, CallAgentTask task, CachedOutput found)
    {
        if (AgentResults.Reject(machine, step, task, found.Output) is { } rejection)
        {
            Record(machine, step, "cache.rejected", found, rejection.Why);
            return false;
        }

        step = step with { AgentVersion = found.AgentVersion };
        machine.Put(step);
        Record(machine, step, "cache.hit", found, null);
        StepFlow.Complete(machine, step, new DataRef.Fresh(found.Output, $"{step.Id}/output"), reason: $"cached: made by {found.Step} of run {found.Run}");
        return true;
    }

    private static void Record(Machine machine, AgentFrame step, string type, CachedOutput found, string? reason) =>
        machine.Effects.Record(type, step.Id, writer =>
        {
            writer.WriteString("agent", found.Agent);
            writer.WriteString("agentVersion", found.AgentVersion);
            writer.WriteString("run", found.Run);
            writer.WriteString("step", found.Step);
            writer.WriteString("storedAt", found.StoredAt);
            writer.Member("reason", reason);
        });

    private static string KeyOf(JsonElement key)
    {
        var canonical = Json.Build(writer => WriteCanonical(writer, key));
        return Base64Url.EncodeToString(SHA256.HashData(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(canonical)));
    }

    /// <summary>Members in the order of their names: two objects that are equal have one text.</summary>
    private static void WriteCanonical(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    WriteCanonical(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    WriteCanonical(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
