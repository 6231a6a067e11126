namespace AgentBus.Benchmarks;

/// <summary>A figure beside what is asked of it.</summary>
/// <param name="What">The figure.</param>
/// <param name="Asked">In words.</param>
/// <param name="Measured">The figure itself.</param>
/// <param name="Met">Whether it is good enough.</param>
internal sealed record Ask(string What, string Asked, double Measured, bool Met)
{
    public static Ask AtLeast(string what, double measured, double asked, string more = "") => new(what, $"at least {asked}{more}", measured, measured >= asked);

    public static Ask AtMost(string what, double measured, double asked, string unit = "") => new(what, $"at most {asked}{unit}", measured, measured <= asked);
}
