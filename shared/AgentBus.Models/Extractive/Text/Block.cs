namespace AgentBus.Models.Extractive.Text;

internal enum BlockKind { Prose, ListItem, Heading, TableRow, Code }

/// <summary>A stretch of a document, without its markup.</summary>
internal sealed record Block(BlockKind Kind, string Text)
{
    public bool IsProse => Kind is BlockKind.Prose or BlockKind.ListItem;
}
