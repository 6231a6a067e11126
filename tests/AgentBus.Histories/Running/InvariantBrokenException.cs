namespace AgentBus.Histories.Running;

/// <summary>Something happened that never may.</summary>
internal sealed class InvariantBrokenException(string message) : Exception(message)
{
    public static void Unless(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvariantBrokenException(otherwise);
        }
    }
}
