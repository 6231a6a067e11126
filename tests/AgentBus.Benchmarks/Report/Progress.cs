namespace AgentBus.Benchmarks;

/// <summary>What a measurement that takes minutes says meanwhile.</summary>
internal static class Progress
{
    public static void Say(string line) => Console.Error.WriteLine(line);
}
