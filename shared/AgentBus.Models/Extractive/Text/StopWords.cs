using System.Collections.Frozen;

namespace AgentBus.Models.Extractive.Text;

/// <summary>English function words: they hold a sentence together and say nothing about its subject.</summary>
internal static class StopWords
{
    private static readonly FrozenSet<string> Words = """
        a about above after again against all also although am among an and any are as at be because been before being below between both but by
        can could did do does doing done down during each either else even ever every few for from further get gets got had has have having he her here hers
        him his how however i if in into is it its itself just let like made make makes many may me might more most much must my of off on once one only or
        other our out over own per rather s same shall she should since so some such than that the their them then there these they this those
        through thus to too under until up upon us use used uses using very via was we well were what when where whether which while who whom whose why will
        with within would yet you your e.g i.e etc
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(string norm) => Words.Contains(norm);
}
