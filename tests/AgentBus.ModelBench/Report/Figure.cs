namespace AgentBus.ModelBench.Report;

/// <summary>A figure beside what is asked of it.</summary>
/// <param name="What">What was measured, with its unit.</param>
/// <param name="Value">The figure.</param>
/// <param name="Required">What it must reach; null = nothing is asked.</param>
/// <param name="Goal">What it should reach.</param>
/// <param name="Pass">Whether it and all its parts reach what they must.</param>
/// <param name="GoalMet">Whether it reaches the goal.</param>
/// <param name="Parts">Further figures of the same bar.</param>
internal sealed record Figure(string What, double Value, double? Required, double? Goal, bool Pass, bool? GoalMet, IReadOnlyList<Figure>? Parts = null)
{
    private const int Digits = 5;

    public static Figure AtLeast(string what, double value, double required, double goal) =>
        new(what, Math.Round(value, Digits), required, goal, value >= required, value >= goal);

    public static Figure AtMost(string what, double value, double required, double goal) =>
        new(what, Math.Round(value, Digits), required, goal, value <= required, value <= goal);

    /// <summary>A figure of which nothing is asked.</summary>
    public static Figure Told(string what, double value) => new(what, Math.Round(value, Digits), null, null, true, null);

    public Figure With(params IReadOnlyList<Figure> parts) => this with { Parts = parts, Pass = Pass && parts.All(part => part.Pass) };
}
