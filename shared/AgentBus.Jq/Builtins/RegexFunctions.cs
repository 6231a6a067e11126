namespace AgentBus.Jq;

/// <summary>Regular expressions.</summary>
internal static class RegexFunctions
{
    public static void Register(BuiltinTable table)
    {
        table.Form("test", 1, args => Matches(args[0], null, "", (run, matches, sink) => sink(new Item(JqValue.Of(matches.Any())))));
        table.Form("test", 2, args => Matches(args[0], args[1], "", (run, matches, sink) => sink(new Item(JqValue.Of(matches.Any())))));
        Stream(table, "match", "", match => match.ToValue());
        Stream(table, "capture", "", match => match.Captures());
        Stream(table, "scan", "g", match => match.Scanned());
        table.Form("splits", 1, args => Matches(args[0], null, "g", Pieces));
        table.Form("splits", 2, args => Matches(args[0], args[1], "g", Pieces));
        table.Form("split", 2, args => new CollectNode(Matches(args[0], args[1], "g", Pieces)));
        table.Form("sub", 2, args => new SubstituteNode(args[0], null, args[1], ""));
        table.Form("sub", 3, args => new SubstituteNode(args[0], args[2], args[1], ""));
        table.Form("gsub", 2, args => new SubstituteNode(args[0], null, args[1], "g"));
        table.Form("gsub", 3, args => new SubstituteNode(args[0], args[2], args[1], "g"));
    }

    private static MatchNode Matches(Node pattern, Node? flags, string always, MatchConsumer consume) => new(pattern, flags, always, consume);

    private static void Stream(BuiltinTable table, string name, string always, Func<RegexMatch, JqValue> result)
    {
        bool Consume(Run run, RegexMatches matches, Sink sink) => matches.All(match => run.Charge(256) && sink(new Item(result(match))));
        table.Form(name, 1, args => Matches(args[0], null, always, Consume));
        table.Form(name, 2, args => Matches(args[0], args[1], always, Consume));
    }

    private static bool Pieces(Run run, RegexMatches matches, Sink sink)
    {
        var from = 0;
        foreach (var match in matches)
        {
            if (!run.Charge(2L * (match.Index - from) + 32) || !sink(new Item(JqValue.Of(matches.Text[from..match.Index]))))
            {
                return false;
            }

            from = match.Index + match.Length;
        }

        return run.Charge(2L * (matches.Text.Length - from)) && sink(new Item(JqValue.Of(matches.Text[from..])));
    }
}

/// <summary>Takes the matches in one string.</summary>
internal delegate bool MatchConsumer(Run run, RegexMatches matches, Sink sink);

/// <summary>Evaluates pattern and flags (the latter vary slowest) and hands on the matches in the input.</summary>
internal sealed class MatchNode(Node pattern, Node? flags, string always, MatchConsumer consume) : Node
{
    public override bool Each(Run run, Env? env, Item input, Sink sink)
    {
        return flags is null
            ? pattern.Each(run, env, input.WithoutPath, p => Match(p.Value, JqValue.Null))
            : flags.Each(run, env, input.WithoutPath, f => pattern.Each(run, env, input.WithoutPath, p => Match(p.Value, f.Value)));

        bool Match(JqValue p, JqValue f)
        {
            if (flags is null && p is JqArray { Count: > 0 } both)
            {
                (p, f) = (both[0], both.Count > 1 ? both[1] : JqValue.Null);
            }

            return RegexMatches.Find(run, input.Value, p, f, always) is { } matches
                && Consumed(run, matches, consume(run, matches, item => sink(input.Computed(item.Value))));
        }
    }

    /// <summary>A match that takes too long is an error, also when it ended the list of matches early.</summary>
    private static bool Consumed(Run run, RegexMatches matches, bool done) => matches.TimedOut ? run.EndAtLimit(RegexMatches.TimeoutMessage) : done;
}

/// <summary><c>sub</c>, <c>gsub</c>: a replacement with several outputs gives several strings, the n-th made of the n-th outputs.</summary>
internal sealed class SubstituteNode(Node pattern, Node? flags, Node replacement, string always) : Node
{
    public override bool Each(Run run, Env? env, Item input, Sink sink) =>
        new MatchNode(pattern, flags, always, (r, matches, s) => Substitute(r, env, matches, s)).Each(run, env, input, sink);

    private bool Substitute(Run run, Env? env, RegexMatches matches, Sink sink)
    {
        var results = new List<System.Text.StringBuilder>();
        var from = 0;
        foreach (var match in matches)
        {
            var gap = matches.Text.AsMemory(from..match.Index);
            var index = 0;
            var done = replacement.Each(run, env, new Item(match.Captures()), item =>
            {
                if (item.Value is not JqString text)
                {
                    return Arithmetic.Mismatch(run, JqValue.Of(gap.ToString()), item.Value, "added") is not null;
                }

                if (index == results.Count)
                {
                    results.Add(new System.Text.StringBuilder());
                }

                results[index++].Append(gap).Append(text.Text);
                return run.Charge(2L * (gap.Length + text.Text.Length) + 16);
            });
            if (!done)
            {
                return false;
            }

            from = match.Index + match.Length;
        }

        var rest = matches.Text[from..];
        if (results.Count == 0)
        {
            return sink(new Item(matches.Input));
        }

        return results.TrueForAll(result => run.Charge(2L * (result.Length + rest.Length)) && sink(new Item(JqValue.Of(result.Append(rest).ToString()))));
    }
}
