using System.Text.Json.Serialization.Metadata;
using AgentBus.Cli.Api;

namespace AgentBus.Cli.Screen;

/// <summary>How a list of the API is shown: as it came with <c>--json</c>, else as a table, and how to see what follows.</summary>
/// <param name="Page">Type of the answer.</param>
/// <param name="Columns">Heads of the table.</param>
/// <param name="Row">Cells of an item, escaped.</param>
/// <param name="None">Said when the list is empty.</param>
internal sealed record Listing<T>(JsonTypeInfo<Page<T>> Page, IReadOnlyList<string> Columns, Func<T, IReadOnlyList<string>> Row, string None)
{
    /// <summary>Asks for the list and shows it.</summary>
    public async Task<int> ShowAsync(Session session, string path)
    {
        var answer = await session.Api.GetAsync(path, session.Cancelled);
        if (session.Output.IsJson)
        {
            session.Output.Json(answer.Json);
            return ExitCode.Success;
        }

        var page = answer.As(Page);
        session.Output.Table(Columns, page.Items.Select(Row), None);
        if (page.Next is { } next)
        {
            session.Output.Note($"There are more: the same with --cursor {next}");
        }

        return ExitCode.Success;
    }
}
