using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentBus.Histories.Running;

namespace AgentBus.Histories;

/// <summary>Makes a failing definition small, as long as some history still fails.</summary>
internal static class Shrinking
{
    private const int SeedsPerCandidate = 60;
    private const int CandidatesAtMost = 2_000;

    private static readonly Regex Names = new(@"\S*[/#:{\[]\S*|[0-9]+", RegexOptions.NonBacktracking);

    /// <summary>The smallest definition and the shortest history that were found to fail, in words.</summary>
    public static string Reproduce(int seed, JsonObject document, Exception failure)
    {
        var kind = KindOf(failure);
        var smaller = Smaller(document, candidate => Failing(candidate, seed, kind) is not null);
        var shortest = Failing(smaller, seed, kind);
        var (trace, why) = (shortest?.History.Trace ?? [], shortest?.Why ?? failure);
        return $"""
            Seed {seed}: {failure.Message}
            Smallest definition that fails: {smaller.ToJsonString()}
            {why.Message}
            {string.Join(Environment.NewLine, trace.Select((happened, i) => $"{i + 1,4}. {happened}"))}
            {why.StackTrace}
            """;
    }

    /// <summary>Takes out members and items as long as it still fails.</summary>
    public static JsonObject Smaller(JsonObject document, Func<JsonObject, bool> fails)
    {
        var (tries, shrunk) = (0, true);
        while (shrunk && tries < CandidatesAtMost)
        {
            shrunk = false;
            foreach (var candidate in Candidates(document))
            {
                if (++tries < CandidatesAtMost && Checker.Read(candidate) is not null && fails(candidate))
                {
                    (document, shrunk) = (candidate, true);
                    break;
                }
            }
        }

        return document;
    }

    public static bool Fails(Action check)
    {
        try
        {
            check();
            return false;
        }
        catch (Exception)
        {
            return true;
        }
    }

    private static (History History, Exception Why)? Failing(JsonObject document, int seed, string kind)
    {
        var definition = Checker.Read(document)!;
        (History History, Exception Why)? shortest = null;
        for (var tried = seed; tried < seed + SeedsPerCandidate; tried++)
        {
            var history = new History(definition, new Random(tried));
            try
            {
                history.Play();
            }
            catch (Exception why)
            {
                if (KindOf(why) == kind && (shortest is null || history.Trace.Count < shortest.Value.History.Trace.Count))
                {
                    shortest = (history, why);
                }
            }
        }

        return shortest;
    }

    /// <summary>The failure without the steps and numbers that differ from one case to the next.</summary>
    private static string KindOf(Exception failure) => Names.Replace(failure.Message, "*");

    /// <summary>The document without one of its members or items, and with a task's own list in the task's place.</summary>
    private static IEnumerable<JsonObject> Candidates(JsonObject document)
    {
        var count = Places(document).Count();
        for (var i = 0; i < count; i++)
        {
            var copy = document.DeepClone().AsObject();
            var victim = Places(copy).ElementAt(i);
            switch (victim.Parent)
            {
                case JsonObject owner:
                    owner.Remove(victim.GetPropertyName());
                    break;
                case JsonArray list:
                    list.Remove(victim);
                    break;
            }

            yield return copy;
        }
    }

    private static IEnumerable<JsonNode> Places(JsonNode node) => (node switch
    {
        JsonObject shape => shape.Select(member => member.Value),
        JsonArray list => list,
        _ => [],
    }).OfType<JsonNode>().SelectMany(child => Places(child).Prepend(child));
}
