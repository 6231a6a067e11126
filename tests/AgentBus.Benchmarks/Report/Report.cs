using System.Globalization;
using System.Text.Json.Serialization;

namespace AgentBus.Benchmarks;

/// <summary>What <c>artifacts/bench.json</c> holds. A part that was not asked for is absent.</summary>
internal sealed record Report
{
    /// <summary>The floor under which the machine was too busy, or too slow, for its figures to count: steps a second on two cores.</summary>
    private const double LeastFloor = 1_800;

    /// <summary>Durable steps a second with 64 runs in flight over those of the floor.</summary>
    public double? FloorRatio => Steps is { } steps ? Math.Round(steps.Levels.Single(level => level.InFlight == 64).StepsPerSecond / steps.Floor.StepsPerSecond, 3) : null;

    /// <summary>False = the floor was under 1,800 steps a second: the figures of this run say little.</summary>
    public bool? Valid => Steps is { } steps ? steps.Floor.StepsPerSecond >= LeastFloor : null;

    public IReadOnlyList<Ask> Asks => Asked.Of(this);

    public StepFigures? Steps { get; set; }

    public StartFigures? Starts { get; set; }

    public FanOutFigures? FanOut { get; set; }

    public ContentionFigures? Contention { get; set; }

    public FinishedFigures? Finished { get; set; }

    public EmbeddedFigures? Embedded { get; set; }

    public List<Measured> Rates { get; init; } = [];

    public EngineFigures? Engine { get; set; }

    public List<JqFigure>? Jq { get; set; }

    public SchemaFigures? JsonSchema { get; set; }
}

/// <summary>Decisions a second on one core and bytes allocated for one; <paramref name="WithStatePerSecond"/> stores the state and writes the history in between.</summary>
internal sealed record EngineFigures(
    double DecisionsPerSecond, double WithStatePerSecond, long BytesPerDecision, ItemFigures ForItemMicroseconds, ItemFigures ParallelForItemMicroseconds);

/// <summary>Microseconds for each item of a <c>for</c> of so many items.</summary>
internal sealed record ItemFigures(
    [property: JsonPropertyName("10")] double Ten, [property: JsonPropertyName("1000")] double Thousand, [property: JsonPropertyName("100000")] double HundredThousand)
{
    /// <summary>The dearest over the cheapest.</summary>
    public double Ratio => Math.Round(Math.Max(Ten, Math.Max(Thousand, HundredThousand)) / Math.Min(Ten, Math.Min(Thousand, HundredThousand)), 2);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Ten:N2} / {Thousand:N2} / {HundredThousand:N2} (ratio {Ratio:N2})");
}

/// <summary>Lines a second, reading and printing included. <paramref name="Jq16"/> is the installed jq, its start taken off; null = none is installed.</summary>
internal sealed record JqFigure(string Filter, double Ours, double? Jq16)
{
    public double? Ratio => Jq16 is { } other ? Math.Round(Ours / other, 2) : null;
}

/// <summary>Validations a second of a 1 KB document against a compiled schema, and bytes allocated for one.</summary>
internal sealed record SchemaFigures(double ValidationsPerSecond, double IsValidPerSecond, long BytesPerValidation);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Report))]
internal sealed partial class BenchJson : JsonSerializerContext;
