using System.CommandLine;

namespace AgentBus.Cli.Api;

/// <summary>Options of a list that comes in pages.</summary>
/// <param name="limit">Items of a page unless said otherwise.</param>
/// <param name="counts">What <c>--limit</c> counts.</param>
internal sealed class PageOptions(int limit = 20, string counts = "At most so many.")
{
    private readonly Option<int> _limit = new("--limit") { Description = counts, DefaultValueFactory = _ => limit };
    private readonly Option<string?> _cursor = new("--cursor") { Description = "'next' of the page before." };

    public void AddTo(Command command)
    {
        command.Add(_limit);
        command.Add(_cursor);
    }

    /// <summary>As the API names them.</summary>
    public IEnumerable<(string Name, string? Value)> Of(ParseResult parse) =>
        [("limit", $"{parse.GetValue(_limit)}"), ("cursor", parse.GetValue(_cursor))];
}
