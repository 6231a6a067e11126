using System.Buffers;
using System.Collections;
using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace AgentBus.Jq;

/// <summary>One match.</summary>
internal sealed class RegexMatch(RegexMatches owner, Match match)
{
    public int Index => match.Index;

    public int Length => match.Length;

    /// <summary>jq's match object; offsets and lengths count code points, an absent group has offset -1.</summary>
    public JqObject ToValue()
    {
        var captures = new List<JqValue>();
        foreach (var group in owner.Groups)
        {
            var value = Part(match.Groups[group.Number]);
            value.Add("name", group.Name is null ? JqValue.Null : JqValue.Of(group.Name));
            captures.Add(new JqObject(value));
        }

        var result = Part(match);
        result.Add("captures", new JqArray(captures));
        return new JqObject(result);
    }

    /// <summary>The named groups as an object.</summary>
    public JqObject Captures()
    {
        var named = JqObject.NewMembers();
        foreach (var group in owner.Groups)
        {
            if (group.Name is not null)
            {
                named[group.Name] = Text(match.Groups[group.Number]);
            }
        }

        return new JqObject(named);
    }

    /// <summary>The text of the match or, where the pattern has groups, the array of their texts.</summary>
    public JqValue Scanned() => owner.Groups.Count == 0 ? JqValue.Of(match.Value)
        : new JqArray([.. owner.Groups.Select(group => Text(match.Groups[group.Number]))]);

    private OrderedDictionary<string, JqValue> Part(Group group)
    {
        var part = JqObject.NewMembers(4);
        part.Add("offset", JqValue.Of(group.Success ? owner.OffsetOf(group.Index) : -1));
        part.Add("length", JqValue.Of(group.Success ? JqString.CountRunes(group.ValueSpan) : 0));
        part.Add("string", Text(group));
        return part;
    }

    private static JqValue Text(Group group) => group.Success ? JqValue.Of(group.Value) : JqValue.Null;
}

/// <summary>The matches of a pattern in a string.</summary>
internal sealed partial class RegexMatches : IEnumerable<RegexMatch>
{
    public const string TimeoutMessage = "The regular expression took too long.";

    /// <summary>Only patterns that need backtracking (lookaround, back references) can be slow; they are given this long.</summary>
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(50);

    /// <summary>What a match costs in steps, by measurement.</summary>
    private const int MatchSteps = 8;

    /// <summary>Compiled patterns are kept until there are this many; then all are dropped.</summary>
    private const int MaxCached = 512;

    private static readonly SearchValues<char> Modifiers = SearchValues.Create("gimnpslx");

    private static readonly ConcurrentDictionary<(string Pattern, RegexOptions Options), Compiled> Cache = new();

    private readonly Run _run;
    private readonly Compiled _regex;
    private readonly bool _all;
    private readonly bool _skipsEmpty;
    private int _counted;
    private int _countedTo;

    private RegexMatches(Run run, JqString input, Compiled regex, bool all, bool skipsEmpty)
    {
        _run = run;
        Input = input;
        _regex = regex;
        _all = all;
        _skipsEmpty = skipsEmpty;
    }

    private sealed record Compiled(Regex? Regex, IReadOnlyList<(int Number, string? Name)> Groups, string? Error);

    public JqString Input { get; }

    public string Text => Input.Text;

    /// <summary>The groups in the order of their opening parentheses.</summary>
    public IReadOnlyList<(int Number, string? Name)> Groups => _regex.Groups;

    public bool TimedOut { get; private set; }

    /// <summary>Code points before a UTF-16 index; counted on from the one asked for last, as matches come in order.</summary>
    public int OffsetOf(int index)
    {
        _counted += index >= _countedTo
            ? JqString.CountRunes(Text.AsSpan(_countedTo, index - _countedTo))
            : -JqString.CountRunes(Text.AsSpan(index, _countedTo - index));
        _countedTo = index;
        return _counted;
    }

    /// <summary>Null with the error set in <paramref name="run"/>.</summary>
    public static RegexMatches? Find(Run run, JqValue input, JqValue pattern, JqValue flags, string always)
    {
        if (input is not JqString text || pattern is not JqString source)
        {
            run.Fail(input is JqString ? $"{Describe.Value(pattern)} cannot be matched, as it is not a string"
                : $"{Describe.Value(input)} cannot be matched, as it is not a string");
            return null;
        }

        if (flags is not (JqString or { Kind: JqKind.Null }))
        {
            run.Fail($"{Describe.Value(flags)} is not a string");
            return null;
        }

        var letters = always + (flags as JqString)?.Text;
        if (letters.AsSpan().ContainsAnyExcept(Modifiers))
        {
            run.Fail($"{letters} is not a valid modifier string");
            return null;
        }

        if (!run.StepPattern(source.Text))
        {
            return null;
        }

        var regex = Compile(source.Text, Options(letters));
        if (regex.Regex is null)
        {
            run.Fail($"{source.Text} (at offset 0) is not a valid regex: {regex.Error}");
            return null;
        }

        return run.Step(4 + text.Text.Length / 8) ? new RegexMatches(run, text, regex, letters.Contains('g'), letters.Contains('n')) : null;
    }

    public IEnumerator<RegexMatch> GetEnumerator()
    {
        for (var match = Try(() => _regex.Regex!.Match(Text)); match is { Success: true } && _run.Step(MatchSteps); match = Try(match.NextMatch))
        {
            var splitsPair = match.Length == 0 && match.Index > 0 && match.Index < Text.Length
                && char.IsLowSurrogate(Text[match.Index]) && char.IsHighSurrogate(Text[match.Index - 1]);
            if (splitsPair || (_skipsEmpty && match.Length == 0))
            {
                continue;
            }

            yield return new RegexMatch(this, match);
            if (!_all)
            {
                yield break;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Match? Try(Func<Match> next)
    {
        try
        {
            return next();
        }
        catch (RegexMatchTimeoutException)
        {
            TimedOut = true;
            return null;
        }
    }

    private static RegexOptions Options(string letters)
    {
        var options = RegexOptions.CultureInvariant;
        foreach (var letter in letters)
        {
            options |= letter switch
            {
                'i' => RegexOptions.IgnoreCase,
                'x' => RegexOptions.IgnorePatternWhitespace,
                's' or 'p' => RegexOptions.Singleline,
                _ => RegexOptions.None,
            };
        }

        return options;
    }

    private static Compiled Compile(string pattern, RegexOptions options)
    {
        if (Cache.TryGetValue((pattern, options), out var known))
        {
            return known;
        }

        if (Cache.Count >= MaxCached)
        {
            Cache.Clear();
        }

        return Cache[(pattern, options)] = Create(pattern, options);
    }

    private static Compiled Create(string pattern, RegexOptions options)
    {
        try
        {
            Regex regex;
            try
            {
                regex = new Regex(pattern, options | RegexOptions.NonBacktracking, Regex.InfiniteMatchTimeout);
            }
            catch (NotSupportedException)
            {
                regex = new Regex(pattern, options, MatchTimeout);
            }

            return new Compiled(regex, InOrder(regex, pattern), null);
        }
        catch (ArgumentException invalid)
        {
            return new Compiled(null, [], invalid.Message);
        }
    }

    /// <summary>.NET numbers named groups after the others; jq lists all by their opening parentheses.</summary>
    private static List<(int Number, string? Name)> InOrder(Regex regex, string pattern)
    {
        var groups = new List<(int Number, string? Name)>();
        var unnamed = 0;
        foreach (Match part in GroupStart().Matches(pattern))
        {
            var name = part.Groups["name"];
            if (name.Success)
            {
                groups.Add((regex.GroupNumberFromName(name.Value), name.Value));
            }
            else if (part.ValueSpan is "(")
            {
                groups.Add((++unnamed, null));
            }
        }

        return groups;
    }

    [GeneratedRegex(@"\\.|\[\]?(?:\\.|[^\]\\])*\]|\(\?(?:<(?<name>[A-Za-z_]\w*)>|'(?<name>[A-Za-z_]\w*)')|\(\?|\(", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex GroupStart();
}
