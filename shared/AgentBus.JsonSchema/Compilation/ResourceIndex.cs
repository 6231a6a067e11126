using System.Text.Json;

namespace AgentBus.JsonSchema.Compilation;

/// <summary>Finds the places that references lead to: in the document itself, in the given ones and in the meta-schemas.</summary>
internal sealed class ResourceIndex
{
    private static readonly string[] Single =
    [
        "additionalProperties", "propertyNames", "items", "contains", "if", "then", "else", "not", "unevaluatedItems", "unevaluatedProperties", "contentSchema",
    ];

    private static readonly string[] Many =
        ["allOf", "anyOf", "oneOf", "prefixItems", "properties", "patternProperties", "dependentSchemas", "$defs", "definitions"];

    private readonly Dictionary<string, Resource> _resources = [];
    private readonly Dictionary<string, JsonElement> _documents = [];

    // A member of a JsonElement is found by a search through all: without this, thousands of references into one $defs cost the square.
    private readonly Dictionary<(string Document, string Path), Location> _places = [];

    public ResourceIndex(IReadOnlyDictionary<string, JsonElement> documents)
    {
        foreach (var (address, document) in documents)
        {
            _documents[SchemaUri.Resolve(SchemaUri.Unnamed, address).Address] = document;
        }
    }

    /// <summary>Adds a document and all the resources inside it; answers its root.</summary>
    public Location Add(JsonElement document, string address)
    {
        var unplaced = new Location(document, "", address, address);
        var root = unplaced.GetText("$id") is { } id ? unplaced with { Base = SchemaUri.Resolve(address, id).Address } : unplaced;
        Walk(root, null);
        // It may be known under an address that is not its own.
        _resources.TryAdd(address, _resources[root.Base]);
        return root;
    }

    public Resource ResourceAt(string address) => _resources[address];

    public Resource? FindResource(string address)
    {
        if (!_resources.ContainsKey(address))
        {
            if (_documents.TryGetValue(address, out var document) || MetaSchemas.TryGet(address, out document))
            {
                Add(document, address);
            }
        }

        return _resources.GetValueOrDefault(address);
    }

    /// <summary>The place of a reference; null when it leads nowhere.</summary>
    public (Location Place, Resource Resource, string Fragment)? Find(string @base, string reference)
    {
        var (address, fragment) = SchemaUri.Resolve(@base, reference);
        if (FindResource(address) is not { } resource)
        {
            return null;
        }

        var place = fragment.Length == 0 ? resource.Root
            : fragment[0] == '/' ? _places.GetValueOrDefault((resource.Root.Document, resource.Root.Path + fragment)) ?? resource.Root.Follow(fragment)
            : resource.Anchors.GetValueOrDefault(fragment);
        return place is null ? null : (place, resource, fragment);
    }

    private void Walk(Location at, Resource? owner)
    {
        if (owner is null || at.Base != owner.Root.Base)
        {
            owner = new Resource(at);
            _resources.TryAdd(at.Base, owner);
        }

        _places[(at.Document, at.Path)] = at;
        if (!at.IsObject)
        {
            return;
        }

        foreach (var (keyword, isDynamic) in (ReadOnlySpan<(string, bool)>)[("$anchor", false), ("$dynamicAnchor", true)])
        {
            if (at.GetText(keyword) is { } name)
            {
                owner.Anchors[name] = at;
                _ = isDynamic && owner.DynamicNames.Add(name);
            }
        }

        foreach (var child in Single.Select(at.Get).OfType<Location>().Concat(Many.Select(at.Get).OfType<Location>().SelectMany(m => m.Children())))
        {
            Walk(child, owner);
        }
    }
}
