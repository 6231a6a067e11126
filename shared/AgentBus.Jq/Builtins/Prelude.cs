using System.Collections.Concurrent;

namespace AgentBus.Jq;

/// <summary>The builtins that are written in jq, after the definitions of jq's manual. Compiled when first used, once for the process.</summary>
internal static class Prelude
{
    private const string Source = """
        def in(xs): . as $x | xs | has($x);
        def inside(xs): . as $x | xs | contains($x);
        def nth($n; g): if $n < 0 then error("nth doesn't support negative indices") else first(skip($n; g)) end;
        def while(cond; update): def _while: if cond then ., (update | _while) else empty end; _while;
        def until(cond; update): def _until: if cond then . else (update | _until) end; _until;
        def leaf_paths: paths(scalars);
        def recurse_down: recurse;
        def finites: select(isinfinite or isnan | not);
        def normals: select(isnormal);
        def isvalid(f): try (f | true) catch false;
        def combinations: if length == 0 then [] else .[0][] as $x | (.[1:] | combinations) as $y | [$x] + $y end;
        def combinations(n): . as $dot | [range(n) | $dot] | combinations;
        def walk(f): def w: if type == "object" then map_values(w) elif type == "array" then map(w) else . end | f; w;
        def pick(pathexps): . as $in | reduce path(pathexps) as $p (null; setpath($p; $in | getpath($p)));
        def ascii: [.] | implode;
        def todate: strftime("%Y-%m-%dT%H:%M:%SZ");
        def fromdateiso8601: strptime("%Y-%m-%dT%H:%M:%SZ") | mktime;
        def todateiso8601: todate;
        def fromdate: fromdateiso8601;
        def date: todate;
        def dateadd(u; n): . + n;
        def datesub(u; n): . - n;
        def tostream: path(def r: (.[]?|r), .; r) as $p | getpath($p) | reduce path(.[]?) as $q ([$p, .]; [$p + $q]);
        def fromstream(f): {x: null, e: false} as $init
          | foreach f as $i ($init;
              if .e then $init else . end
              | if $i | length == 2
                then setpath(["e"]; $i[0] | length == 0) | setpath(["x"] + $i[0]; $i[1])
                else setpath(["e"]; $i[0] | length == 1) end;
              if .e then .x else empty end);
        def truncate_stream(stream): . as $n | null | stream | . as $input
          | if (.[0] | length) > $n then setpath([0]; $input[0][$n:]) else empty end;
        def INDEX(stream; f): reduce stream as $row ({}; .[$row | f | tostring] = $row);
        def INDEX(f): INDEX(.[]; f);
        def JOIN($idx; f): [.[] | [., $idx[f]]];
        def JOIN($idx; stream; f): stream | [., $idx[f]];
        def JOIN($idx; stream; f; join): stream | [., $idx[f]] | join;
        def IN(s): any(s == .; .);
        def IN(src; s): any(src == s; .);
        """;

    private static readonly Dictionary<(string Name, int Arity), FunctionAst> Definitions = Parse();
    private static readonly ConcurrentDictionary<(string Name, int Arity), Function> Compiled = new();

    public static Function? Find(string name, int arity) => Definitions.TryGetValue((name, arity), out var definition)
        ? Compiled.GetOrAdd((name, arity), static (_, definition) => new Compiler().CompileFunction(definition), definition)
        : null;

    /// <summary>All builtins as <c>name/arity</c>.</summary>
    public static JqArray Builtins() =>
        new([.. BuiltinFunctions.Names.Concat(Definitions.Keys).Distinct().Select(key => JqValue.Of($"{key.Name}/{key.Arity}"))]);

    private static Dictionary<(string Name, int Arity), FunctionAst> Parse()
    {
        var definitions = new Dictionary<(string Name, int Arity), FunctionAst>();
        foreach (var function in Parser.ParseDefinitions(Source))
        {
            definitions[(function.Name, function.Parameters.Count)] = function;
        }

        return definitions;
    }
}
