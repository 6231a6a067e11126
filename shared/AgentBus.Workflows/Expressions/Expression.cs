using System.Buffers;
using AgentBus.Jq;

namespace AgentBus.Workflows.Expressions;

/// <summary>A runtime expression of a definition, compiled; its text is kept for errors.</summary>
/// <param name="Filter">The jq program.</param>
/// <param name="Path">JSON pointer of where it stands in the document.</param>
public sealed record Expression(JqFilter Filter, string Path)
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    /// <summary>What the author wrote.</summary>
    public string Text { get; init; } = Filter.Source;

    /// <summary>The variable that it only names, empty for <c>.</c>; null when it does more.</summary>
    internal string? Names { get; } = NameOf(Filter.Source.AsSpan().Trim());

    private static string? NameOf(ReadOnlySpan<char> source) =>
        source is "." ? ""
        : source.Length > 1 && source[0] == '$' && source[1..].IndexOfAnyExcept(NameCharacters) < 0 ? source[1..].ToString()
        : null;
}
