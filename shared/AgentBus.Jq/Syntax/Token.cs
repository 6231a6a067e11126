namespace AgentBus.Jq;

internal enum TokenKind
{
    End,
    Sign,
    Name,
    Field,
    Variable,
    Format,
    Number,
    Quote,
}

/// <summary>A token: signs and names with their text, fields and variables without the dot or the dollar sign.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Position)
{
    public string Display => Kind switch
    {
        TokenKind.End => "the end",
        TokenKind.Quote => "a string",
        TokenKind.Field => $"'.{Text}'",
        TokenKind.Variable => $"'${Text}'",
        TokenKind.Format => $"'@{Text}'",
        _ => $"'{Text}'",
    };
}

/// <summary>Ends parsing; turned into a <see cref="JqSyntaxError"/> at the library's edge.</summary>
internal sealed class SyntaxException(int position, string message) : Exception(message)
{
    public int Position => position;
}
