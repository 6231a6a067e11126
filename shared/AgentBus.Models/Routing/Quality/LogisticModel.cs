using AgentBus.Models.Routing.Features;

namespace AgentBus.Models.Routing.Quality;

/// <summary>
/// Logistic regression learned one outcome at a time with a step of its own for each feature (AdaGrad: Duchi, Hazan and Singer 2011). It learns what a prompt adds to a
/// given log-odds. The same outcomes in the same order give the same weights, bit for bit.
/// </summary>
internal sealed class LogisticModel
{
    private const float WordStep = 0.02f;
    private readonly float[] _weights = new float[FeatureVector.Size];
    private readonly float[] _squares = new float[FeatureVector.Size];

    /// <summary>What the features add to the log-odds of a success.</summary>
    public double LogOdds(FeatureVector features)
    {
        var sum = 0.0;
        for (var i = 0; i < features.Indexes.Length; i++)
        {
            sum += _weights[features.Indexes[i]] * features.Values[i];
        }

        return sum;
    }

    /// <summary>Learns from an outcome.</summary>
    /// <param name="features">Of the prompt.</param>
    /// <param name="offset">Log-odds of a success without them.</param>
    /// <param name="outcome">0 to 1.</param>
    public void Fold(FeatureVector features, double offset, double outcome)
    {
        var error = (float)(Logistic.Of(offset + LogOdds(features)) - outcome);
        for (var i = 0; i < features.Indexes.Length; i++)
        {
            var index = features.Indexes[i];
            var gradient = error * features.Values[i];
            _squares[index] += gradient * gradient;
            _weights[index] -= WordStep * gradient / (MathF.Sqrt(_squares[index]) + 1e-6f);
        }
    }

    /// <summary>Writes the features that were seen: the distance to the one before, weight and sum of squares.</summary>
    public void Write(BinaryWriter to)
    {
        to.Write7BitEncodedInt(_squares.Count(square => square > 0));
        for (var (index, last) = (0, 0); index < _squares.Length; index++)
        {
            if (_squares[index] > 0)
            {
                to.Write7BitEncodedInt(index - last);
                to.Write(_weights[index]);
                to.Write(_squares[index]);
                last = index;
            }
        }
    }

    public void Read(BinaryReader from)
    {
        var index = 0;
        for (var left = from.Read7BitEncodedInt(); left > 0; left--)
        {
            index += from.Read7BitEncodedInt();
            (_weights[index], _squares[index]) = (from.ReadSingle(), from.ReadSingle());
        }
    }
}
