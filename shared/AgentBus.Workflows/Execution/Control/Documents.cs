using System.Text.Json;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Control;

/// <summary>
/// The documents of one decision: those the shell loaded and those made on the way. What was not loaded is noted as missing and read as
/// null: the decision is then thrown away, and made again with it.
/// </summary>
internal sealed class Documents(RunData loaded, WorkflowLimits limits)
{
    // Most decisions need few of these, so each is made when first used.
    private Dictionary<string, JsonElement>? made;
    private Dictionary<DataRef.Items, JsonElement>? collected;
    private HashSet<string>? missing;
    private HashSet<CollectionRead>? missingCollections;
    private List<Effect>? stores;
    private Func<DataRef, DataRef>? keeper;

    public bool AnyMissing => missing is not null || missingCollections is not null;

    public ReadSet Missing => AnyMissing ? new ReadSet([.. missing ?? []], [.. missingCollections ?? []]) : ReadSet.Empty;

    /// <summary>Documents to keep, in the order they were made.</summary>
    public IReadOnlyList<Effect> Stores => stores ?? (IReadOnlyList<Effect>)[];

    /// <summary><see cref="Keep"/>, for those that apply it to many.</summary>
    public Func<DataRef, DataRef> Keeper => keeper ??= Keep;

    public JsonElement Read(DataRef reference) => reference switch
    {
        DataRef.Inline inline => inline.Value,
        DataRef.Fresh fresh => fresh.Value,
        DataRef.Document document => ReadDocument(document.Key),
        DataRef.Items items => ReadItems(items),
        _ => throw new InvalidOperationException($"No such reference: {reference.GetType().Name}."),
    };

    public void Store(string key, JsonElement value)
    {
        (made ??= [])[key] = value;
        (stores ??= []).Add(new Effect.Store(key, value));
    }

    /// <summary>The reference in a form that outlives the decision.</summary>
    public DataRef Keep(DataRef reference)
    {
        if (reference is not DataRef.Fresh fresh)
        {
            return reference;
        }

        if (fresh.Kept is null)
        {
            fresh.Kept = Json.SizeOf(fresh.Value) <= Limits.Inline ? new DataRef.Inline(Json.Alone(fresh.Value)) : StoreAs(fresh.Key, fresh.Value);
        }

        return fresh.Kept;
    }

    /// <summary>Puts a value at its place in a collection: the only copy of it when it was made in this decision.</summary>
    public void StoreItem(string prefix, int index, DataRef reference)
    {
        var key = CollectionRead.ItemKey(prefix, index);
        var value = Read(reference);
        var kept = StoreAs(key, value);
        if (reference is DataRef.Fresh { Kept: null } fresh)
        {
            fresh.Kept = kept;
        }
    }

    private DataRef.Document StoreAs(string key, JsonElement value)
    {
        Store(key, value);
        return new DataRef.Document(key);
    }

    private bool TryGet(string key, out JsonElement value) =>
        (made is not null && made.TryGetValue(key, out value)) || loaded.TryGet(key, out value);

    private JsonElement ReadDocument(string key)
    {
        if (TryGet(key, out var value))
        {
            return value;
        }

        Miss(key);
        return Json.Null;
    }

    // A body without waiting goes through many items in one decision. As many are asked for ahead as were loaded just before, so that
    // a long stretch takes a logarithm of rounds, while one item of agent work still loads one document.
    private void Miss(string key)
    {
        missing ??= [];
        missing.Add(key);
        var bracket = key.LastIndexOf('[');
        if (bracket < 0 || !key.EndsWith(']') || !int.TryParse(key.AsSpan(bracket + 1, key.Length - bracket - 2), out var index))
        {
            return;
        }

        var prefix = key[..bracket];
        var behind = 0;
        while (behind < Limits.StepsPerDecision && index - 1 - behind >= 0 && loaded.TryGet(CollectionRead.ItemKey(prefix, index - 1 - behind), out _))
        {
            behind++;
            missing.Add(CollectionRead.ItemKey(prefix, index + behind));
        }
    }

    private JsonElement ReadItems(DataRef.Items items)
    {
        if (collected is not null && collected.TryGetValue(items, out var whole))
        {
            return whole;
        }

        var values = new List<JsonElement>(items.Count);
        long bytes = 0;
        for (var index = 0; index < items.Count; index++)
        {
            var key = CollectionRead.ItemKey(items.Prefix, index);
            if (!TryGet(key, out var value))
            {
                (missingCollections ??= []).Add(new CollectionRead(items.Prefix, items.Count));
                return Json.Null;
            }

            bytes += Json.SizeOf(value) + 1;
            values.Add(value);
        }

        if (bytes > limits.CollectionBytes)
        {
            throw new WorkflowFault(new WorkflowError(ErrorTypes.Runtime, 500, "Collection too large",
                $"The {items.Count} items of {items.Prefix} are {Limits.InWords(bytes)} together; an expression can read {Limits.InWords(limits.CollectionBytes)}."
                + " Make the items smaller with output.as inside the loop."));
        }

        return (collected ??= [])[items] = Json.Array(values);
    }
}
