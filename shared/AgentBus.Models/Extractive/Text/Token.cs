namespace AgentBus.Models.Extractive.Text;

/// <summary>One word or number of a text.</summary>
/// <param name="Text">As written.</param>
/// <param name="Norm">Lower case, without a possessive ending.</param>
/// <param name="Stem">What word forms have in common; see <see cref="Stemmer"/>.</param>
/// <param name="Start">Offset of its first character.</param>
/// <param name="End">Offset after its last character.</param>
internal sealed record Token(string Text, string Norm, string Stem, int Start, int End)
{
    public bool StartsWithDigit => char.IsAsciiDigit(Text[0]);

    public bool IsContent => !StopWords.Contains(Norm) && !Negations.Contains(Norm);

    /// <summary>A proper name by its spelling alone: RabbitMQ, AMQP, gpt-4, PostgreSQL. A plain capital is not enough.</summary>
    public bool IsDistinctive =>
        !StartsWithDigit && Text.Length > 1 && (Text.Skip(1).Any(char.IsUpper) || (Text.Any(char.IsDigit) && Text.Any(char.IsLetter)) || Text.Contains('_', StringComparison.Ordinal));

    public bool IsCapitalised => char.IsUpper(Text[0]);
}
