using System.Text.Json;

namespace AgentBus.Storage.Runs;

/// <summary>The run that a repeated start finds.</summary>
internal static class EarlierRun
{
    public const string Select = """
        select r.id, r.namespace, r.name, d.json from runs r left join documents d on d.run = r.id and d.key = 'input'
        where r.tenant = @tenant and (r.id = @id or r.request_key = @requestKey)
        """;

    /// <summary>
    /// Compares workflow and input with the repetition's. The version is not compared: a client that retries after a newer version
    /// was stored means the same request.
    /// </summary>
    public static StartedRun Compare(NewRun run, Guid id, string @namespace, string name, byte[]? input) =>
        new(id, Created: false, @namespace == run.Namespace && name == run.Name && SameJson(input, run.Input));

    private static bool SameJson(byte[]? stored, ReadOnlyMemory<byte> given)
    {
        if (stored is null)
            return false;
        if (given.Span.SequenceEqual(stored))
            return true;
        using var one = JsonDocument.Parse(stored);
        using var other = JsonDocument.Parse(given);
        return JsonElement.DeepEquals(one.RootElement, other.RootElement);
    }

    /// <summary>An id of a run that only another tenant may see.</summary>
    public static InvalidOperationException Foreign(NewRun run) =>
        new($"Run {run.Id} cannot be started for tenant '{run.Tenant}': another tenant has a run of this id. Derive ids from the tenant too.");
}
