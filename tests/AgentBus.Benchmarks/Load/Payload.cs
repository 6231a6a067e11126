namespace AgentBus.Benchmarks;

/// <summary>The text that goes each way with every step, and that the floor writes: 700 bytes of words.</summary>
internal static class Payload
{
    private const int Length = 700;
    private const int Vocabulary = 4_000;

    /// <summary>The text of a number: the same words each time.</summary>
    public static string Text(int number, int length = Length)
    {
        var random = new Random(number);
        return string.Create(length, random, static (text, random) =>
        {
            for (var at = 0; at < text.Length;)
            {
                var word = random.Next(Vocabulary);
                for (var letter = 0; letter < 6 && at < text.Length; letter++, word /= 5)
                {
                    text[at++] = (char)('a' + (word % 5 * 5) + (letter % 5));
                }

                if (at < text.Length)
                {
                    text[at++] = ' ';
                }
            }
        });
    }
}
