using AgentBus.Models.Routing.Features;

namespace AgentBus.Models.Routing.Quality;

/// <summary>
/// What the shape of a prompt adds to the rate of successes: ridge regression on <see cref="ShapeFeatures"/>, exact after every outcome (recursive least squares, Plackett
/// 1950), so that a few hundred outcomes are enough. Bit for bit the same for the same outcomes in the same order.
/// </summary>
internal sealed class ShapeModel
{
    private const int Size = ShapeFeatures.Count;

    /// <summary>Strength of the belief that the shape says nothing, as outcomes.</summary>
    private const double Ridge = 100;

    private readonly double[] _weights = new double[Size];
    private readonly double[] _spread = new double[Size * Size];
    private readonly double[] _direction = new double[Size];

    public ShapeModel()
    {
        for (var i = 0; i < Size; i++)
        {
            _spread[(i * Size) + i] = 1 / Ridge;
        }
    }

    /// <summary>What the shape adds to the rate of successes.</summary>
    public double Excess(FeatureVector features)
    {
        var sum = 0.0;
        for (var i = 0; i < Size; i++)
        {
            sum += _weights[i] * features.Shape[i];
        }

        return sum;
    }

    /// <summary>Learns from an outcome less the rate that was expected without the shape.</summary>
    public void Fold(FeatureVector features, double excess, double weight = 1)
    {
        var error = excess - Excess(features);
        var scale = 1 / weight;
        for (var i = 0; i < Size; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < Size; j++)
            {
                sum += _spread[(i * Size) + j] * features.Shape[j];
            }

            _direction[i] = sum;
            scale += sum * features.Shape[i];
        }

        for (var i = 0; i < Size; i++)
        {
            var gain = _direction[i] / scale;
            _weights[i] += gain * error;
            for (var j = 0; j < Size; j++)
            {
                _spread[(i * Size) + j] -= gain * _direction[j];
            }
        }
    }

    public void Write(BinaryWriter to)
    {
        Array.ForEach(_weights, to.Write);
        Array.ForEach(_spread, to.Write);
    }

    public void Read(BinaryReader from)
    {
        foreach (var numbers in new[] { _weights, _spread })
        {
            for (var i = 0; i < numbers.Length; i++)
            {
                numbers[i] = from.ReadDouble();
            }
        }
    }
}
