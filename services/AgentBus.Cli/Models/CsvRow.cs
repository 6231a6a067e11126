using System.Globalization;

namespace AgentBus.Cli.Models;

/// <summary>A row of a <see cref="CsvTable"/>.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Line">The line it starts at, from 1.</param>
/// <param name="Fields">Its fields.</param>
internal sealed record CsvRow(string File, long Line, IReadOnlyList<string> Fields)
{
    /// <summary>A number between 0 and 1; <c>true</c> and <c>false</c> are 1 and 0.</summary>
    /// <param name="column">Its place.</param>
    /// <param name="name">Its name, for the error.</param>
    public double Share(int column, string name) => Fields[column].Trim().ToLowerInvariant() switch
    {
        "true" => 1,
        "false" => 0,
        var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 1 => number,
        _ => throw Refused(name, Fields[column], "a number from 0 to 1"),
    };

    /// <summary>A probability over 0.</summary>
    public double Propensity(int column, string name) =>
        Share(column, name) is var share and > 0 ? share : throw Refused(name, Fields[column], "a probability over 0: what was chosen cannot have been impossible");

    private CliException Refused(string name, string value, string wanted) =>
        CliException.Usage($"{File}, line {Line}: column '{name}' holds '{(value.Length > 40 ? value[..40] + "..." : value)}'; {wanted} is wanted.");
}
