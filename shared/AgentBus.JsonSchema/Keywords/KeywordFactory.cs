using System.Text.Json;
using System.Text.RegularExpressions;
using AgentBus.JsonSchema.Compilation;
using AgentBus.JsonSchema.Formats;

namespace AgentBus.JsonSchema.Keywords;

/// <summary>
/// Makes the compiled keywords of a schema. A value of the wrong kind makes none: the meta-schema has refused it before, unless
/// it stands where only a reference takes it for a schema.
/// </summary>
internal static class KeywordFactory
{
    private static readonly Dictionary<string, Func<KeywordSite, Keyword?>> Applicators = new()
    {
        ["$ref"] = site => site.IsText && site.Compiler.Resolve(site) is { } target ? new RefKeyword(site, target.Node) : null,
        ["$dynamicRef"] = DynamicRef,
        ["allOf"] = site => site.IsArray ? new AllOfKeyword(site) : null,
        ["anyOf"] = site => site.IsArray ? new AnyOfKeyword(site) : null,
        ["oneOf"] = site => site.IsArray ? new OneOfKeyword(site) : null,
        ["not"] = site => new NotKeyword(site),
        ["if"] = site => new ConditionalKeyword(site),
        ["properties"] = site => site.IsObject ? new PropertiesKeyword(site) : null,
        ["patternProperties"] = site => site.IsObject ? new PatternPropertiesKeyword(site, Patterns(site)) : null,
        ["additionalProperties"] = AdditionalProperties,
        ["propertyNames"] = site => new PropertyNamesKeyword(site),
        ["dependentSchemas"] = site => site.IsObject ? new DependentSchemasKeyword(site) : null,
        ["prefixItems"] = site => site.IsArray ? new PrefixItemsKeyword(site) : null,
        ["items"] = site => new RestItemsKeyword(site),
        ["contains"] = site => new ContainsKeyword(site, site.Resource.Dialect.Validates),
        ["unevaluatedItems"] = site => new UnevaluatedItemsKeyword(site),
        ["unevaluatedProperties"] = site => new UnevaluatedPropertiesKeyword(site),
        ["format"] = Format,
    };

    private static readonly Dictionary<string, Func<KeywordSite, Keyword?>> Validators = new()
    {
        ["type"] = site => new TypeKeyword(site),
        ["const"] = site => new ConstKeyword(site),
        ["enum"] = site => site.IsArray ? new EnumKeyword(site) : null,
        ["minimum"] = site => NumberBound(site, sign => sign >= 0, "at least"),
        ["exclusiveMinimum"] = site => NumberBound(site, sign => sign > 0, "more than"),
        ["maximum"] = site => NumberBound(site, sign => sign <= 0, "at most"),
        ["exclusiveMaximum"] = site => NumberBound(site, sign => sign < 0, "less than"),
        ["multipleOf"] = site => site.Value.ValueKind == JsonValueKind.Number ? new MultipleOfKeyword(site) : null,
        ["minLength"] = site => CountBound(site, JsonValueKind.String, CountBoundKeyword.Length, isMinimum: true, "characters"),
        ["maxLength"] = site => CountBound(site, JsonValueKind.String, CountBoundKeyword.Length, isMinimum: false, "characters"),
        ["minItems"] = site => CountBound(site, JsonValueKind.Array, i => i.GetArrayLength(), isMinimum: true, "items"),
        ["maxItems"] = site => CountBound(site, JsonValueKind.Array, i => i.GetArrayLength(), isMinimum: false, "items"),
        ["minProperties"] = site => CountBound(site, JsonValueKind.Object, i => i.GetPropertyCount(), isMinimum: true, "members"),
        ["maxProperties"] = site => CountBound(site, JsonValueKind.Object, i => i.GetPropertyCount(), isMinimum: false, "members"),
        ["pattern"] = site => site.IsText && Pattern(site, site.Text) is { } pattern ? new PatternKeyword(site, pattern) : null,
        ["uniqueItems"] = site => site.Value.ValueKind == JsonValueKind.True ? new UniqueItemsKeyword(site) : null,
        ["required"] = site => site.IsArray ? new RequiredKeyword(site) : null,
        ["dependentRequired"] = site => site.IsObject ? new DependentRequiredKeyword(site) : null,
    };

    public static IEnumerable<Keyword> Create(SchemaCompiler compiler, Location at, Resource resource)
    {
        var keywords = new List<Keyword>();
        foreach (var member in at.Element.EnumerateObject())
        {
            if (!Applicators.TryGetValue(member.Name, out var create)
                && !(resource.Dialect.Validates && Validators.TryGetValue(member.Name, out create)))
            {
                continue;
            }

            if (create(new KeywordSite(compiler, at, resource, member.Name, member.Value)) is { } keyword)
            {
                keywords.Add(keyword);
            }
        }

        return keywords;
    }

    private static Keyword? DynamicRef(KeywordSite site)
    {
        if (!site.IsText || site.Compiler.Resolve(site) is not var (node, resource, fragment))
        {
            return null;
        }

        return resource.DynamicNames.Contains(fragment) ? new DynamicRefKeyword(site, node, fragment) : new RefKeyword(site, node);
    }

    private static AdditionalPropertiesKeyword AdditionalProperties(KeywordSite site) => new(
        site,
        site.ValueBeside("properties") is { ValueKind: JsonValueKind.Object } named ? named.EnumerateObject().Select(p => p.Name).ToHashSet() : [],
        site.ValueBeside("patternProperties") is { ValueKind: JsonValueKind.Object } patterns
            ? [.. patterns.EnumerateObject().Select(p => EcmaPattern.TryCompile(p.Name, out var pattern, out _) ? pattern : null).OfType<Regex>()]
            : []);

    private static NumberBoundKeyword? NumberBound(KeywordSite site, Func<int, bool> holds, string words) =>
        site.Value.ValueKind == JsonValueKind.Number ? new NumberBoundKeyword(site, holds, words) : null;

    private static CountBoundKeyword? CountBound(KeywordSite site, JsonValueKind kind, Func<JsonElement, int> count, bool isMinimum, string unit) =>
        site.Count is null ? null : new CountBoundKeyword(site, kind, count, isMinimum, unit);

    private static Dictionary<string, Regex> Patterns(KeywordSite site) => site.Value.EnumerateObject()
        .Select(p => (p.Name, Pattern: Pattern(site, p.Name)))
        .Where(p => p.Pattern is not null)
        .DistinctBy(p => p.Name)
        .ToDictionary(p => p.Name, p => p.Pattern!);

    private static Regex? Pattern(KeywordSite site, string source)
    {
        if (EcmaPattern.TryCompile(source, out var pattern, out var error))
        {
            return pattern;
        }

        site.Report($"'{source}' is not a regular expression: {error}");
        return null;
    }

    // An unknown format is an annotation, whatever was asked.
    private static FormatKeyword? Format(KeywordSite site) =>
        site.IsText && (site.Compiler.Options.AssertFormats || site.Resource.Dialect.AssertsFormats) && KnownFormats.Find(site.Text) is { } isValid
            ? new FormatKeyword(site, isValid)
            : null;
}
