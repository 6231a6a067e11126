using System.Runtime.InteropServices;

namespace AgentBus.Models.Routing;

/// <summary>How good an answer of a model is expected to be: 0, worthless, to 1, right.</summary>
/// <param name="Mean">To this prompt.</param>
/// <param name="Usual">To any prompt of its step type.</param>
/// <param name="Fixed">To any prompt of any step type; what one choice for all calls goes by.</param>
/// <param name="Outcomes">How many outcomes <paramref name="Fixed"/> rests on; 0 where it is the configured prior.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct QualityEstimate(double Mean, double Usual, double Fixed, double Outcomes)
{
    public QualityEstimate(double prior)
        : this(prior, prior, prior, 0)
    {
    }
}
