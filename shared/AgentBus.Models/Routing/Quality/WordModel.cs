using AgentBus.Models.Routing.Features;

namespace AgentBus.Models.Routing.Quality;

/// <summary>
/// What the words of a prompt add to the log-odds of a success: logistic regression, learned one outcome at a time with a step of its own for each word (AdaGrad: Duchi,
/// Hazan and Singer 2011). The same outcomes in the same order give the same weights, bit for bit.
/// </summary>
internal sealed class WordModel
{
    /// <summary>Small: a word that came once says little.</summary>
    private const float Step = 0.005f;

    /// <summary>In a prompt with the square of this many words and pairs each counts once; in a longer one each counts less, so that length alone does not make the words sure of themselves.</summary>
    private const double Usual = 10;

    private readonly float[] _weights = new float[FeatureVector.WordPlaces];
    private readonly float[] _squares = new float[FeatureVector.WordPlaces];

    /// <summary>What the words add to the log-odds of a success.</summary>
    public double LogOdds(FeatureVector features)
    {
        var sum = 0.0;
        foreach (var word in features.Words)
        {
            sum += _weights[word];
        }

        return sum * Scale(features);
    }

    /// <summary>Learns from an outcome.</summary>
    /// <param name="features">Of the prompt.</param>
    /// <param name="offset">Log-odds of a success without the words.</param>
    /// <param name="outcome">0 to 1.</param>
    /// <param name="weight">How much it counts, over 0 to 1.</param>
    public void Fold(FeatureVector features, double offset, double outcome, double weight = 1)
    {
        var gradient = (float)(Scale(features) * weight * (Logistic.Of(offset + LogOdds(features)) - outcome));
        foreach (var word in features.Words)
        {
            _squares[word] += gradient * gradient;
            _weights[word] -= Step * gradient / (MathF.Sqrt(_squares[word]) + 1e-6f);
        }
    }

    /// <summary>Writes the words that were seen: the distance to the one before, weight and sum of squares.</summary>
    public void Write(BinaryWriter to)
    {
        to.Write7BitEncodedInt(_squares.Count(square => square > 0));
        for (var (word, last) = (0, 0); word < _squares.Length; word++)
        {
            if (_squares[word] > 0)
            {
                to.Write7BitEncodedInt(word - last);
                to.Write(_weights[word]);
                to.Write(_squares[word]);
                last = word;
            }
        }
    }

    public void Read(BinaryReader from)
    {
        var word = 0;
        for (var left = from.Read7BitEncodedInt(); left > 0; left--)
        {
            word += from.Read7BitEncodedInt();
            (_weights[word], _squares[word]) = (from.ReadSingle(), from.ReadSingle());
        }
    }

    private static double Scale(FeatureVector features) => Usual / Math.Sqrt(features.Words.Length + 1);
}
