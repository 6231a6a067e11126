namespace AgentBus.Storage.Runs;

/// <summary>
/// Request keys of runs that nobody gives one. A repetition is known by the key and not by the run's id, because ids begin with the time: what is written at the same time
/// then lies on the same pages of every index, whatever a store holds. With ids made from names each new run would touch a page of its own in each of them.
/// </summary>
public static class RequestKeys
{
    /// <summary>Of the run that an event starts of a definition, whatever its version.</summary>
    public static string OfEvent(string @namespace, string name, string source, string id) => $"event {NaturalId.Of(@namespace, name, source, id)}";
}
