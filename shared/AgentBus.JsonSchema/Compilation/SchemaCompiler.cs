using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;
using AgentBus.JsonSchema.Keywords;

namespace AgentBus.JsonSchema.Compilation;

/// <summary>
/// Compiles schemas to nodes. References may form cycles, so each place gets its node first and its keywords from a queue after;
/// that also keeps a long chain of references off the stack.
/// </summary>
internal sealed class SchemaCompiler
{
    private static readonly Lazy<SchemaNode> MetaSchema = new(() => new SchemaCompiler(new SchemaOptions()).Compile(SchemaUri.Unnamed, MetaSchemas.Root));

    private readonly ResourceIndex _index;
    private readonly Dictionary<(string Document, string Path), SchemaNode> _nodes = [];
    private readonly HashSet<Resource> _entered = [];
    private readonly Queue<(Location Place, Resource Resource, SchemaNode Node)> _open = [];
    private readonly List<SchemaError> _errors = [];

    private SchemaCompiler(SchemaOptions options)
    {
        Options = options;
        _index = new ResourceIndex(options.Documents);
    }

    public SchemaOptions Options { get; }

    /// <summary>The compiled schema, or null and what is wrong with it.</summary>
    public static (SchemaNode? Root, IReadOnlyList<SchemaError> Errors) Compile(JsonElement document, SchemaOptions options)
    {
        var errors = Validation.All(MetaSchema.Value, document);
        if (errors.Count > 0)
        {
            return (null, errors);
        }

        try
        {
            var compiler = new SchemaCompiler(options);
            var root = compiler.Node(compiler._index.Add(document, SchemaUri.Unnamed));
            compiler.Drain();
            return compiler._errors.Count == 0 ? (root, []) : (null, compiler._errors);
        }
        catch (UriFormatException e)
        {
            return (null, [new SchemaError("", "$id", "", $"An address in the schema is wrong: {e.Message}")]);
        }
    }

    public SchemaNode Node(Location at)
    {
        if (_nodes.TryGetValue((at.Document, at.Path), out var known))
        {
            return known;
        }

        var resource = _index.FindResource(at.Base) ?? _index.FindResource(at.Document)!;
        var node = new SchemaNode(resource, at.Path) { IsFalse = at.Element.ValueKind == JsonValueKind.False };
        _nodes[(at.Document, at.Path)] = node;
        _open.Enqueue((at, resource, node));
        return node;
    }

    public void Report(Location at, string keyword, string message) =>
        _errors.Add(new SchemaError(JsonPointer.Append(at.Path, keyword), keyword, "", at.Document == SchemaUri.Unnamed ? message : $"{message} (in {at.Document})"));

    /// <summary>Finds what a reference leads to; reports one that leads nowhere.</summary>
    public (SchemaNode Node, Resource Resource, string Fragment)? Resolve(KeywordSite site)
    {
        if (_index.Find(site.Owner.Base, site.Text) is var (place, resource, fragment))
        {
            return (Node(place), resource, fragment);
        }

        site.Report($"The reference '{site.Text}' leads nowhere. Point it into the document itself, such as '#/$defs/name': nothing is fetched from the network.");
        return null;
    }

    private SchemaNode Compile(string @base, string reference)
    {
        var node = Node(_index.Find(@base, reference)!.Value.Place);
        Drain();
        return node;
    }

    private void Drain()
    {
        while (_open.TryDequeue(out var next))
        {
            Enter(next.Resource);
            if (next.Place.IsObject)
            {
                next.Node.Set(KeywordFactory.Create(this, next.Place, next.Resource));
            }
        }
    }

    // All dynamic anchors of a resource can be reached as soon as one of its schemas can.
    private void Enter(Resource resource)
    {
        if (!_entered.Add(resource))
        {
            return;
        }

        resource.Dialect = DialectOf(resource.Root);
        foreach (var name in resource.DynamicNames)
        {
            resource.DynamicNodes[name] = Node(resource.Anchors[name]);
        }
    }

    private Dialect DialectOf(Location root)
    {
        if (root.GetText("$schema") is not { } address)
        {
            return Dialect.Standard;
        }

        if (_index.Find(root.Base, address) is not { } found)
        {
            Report(root, "$schema", $"'{address}' is not known here. Write the schema in JSON Schema 2020-12 ('{MetaSchemas.Root}'), or leave '$schema' out.");
            return Dialect.Standard;
        }

        var dialect = Dialect.Of(found.Place.Element);
        if (dialect.Unknown is { } unknown)
        {
            Report(root, "$schema", $"'{address}' needs the vocabulary '{unknown}', which is not known here.");
        }

        return dialect;
    }
}
