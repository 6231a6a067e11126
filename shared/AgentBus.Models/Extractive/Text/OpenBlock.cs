namespace AgentBus.Models.Extractive.Text;

/// <summary>Joins the lines of a paragraph until something ends it; only then can inline markup be read, since a link may span lines.</summary>
internal sealed class OpenBlock(List<Block> blocks)
{
    private readonly List<string> _lines = [];
    private BlockKind _kind = BlockKind.Prose;

    public void Single(BlockKind kind, string text)
    {
        Close();
        if (text.Length > 0)
        {
            blocks.Add(new Block(kind, text));
        }
    }

    public void Start(BlockKind kind, string text)
    {
        Close();
        _kind = kind;
        Continue(text);
    }

    public void Continue(string text)
    {
        if (text.Length > 0)
        {
            _lines.Add(text);
        }
    }

    /// <summary>Ends a paragraph that an underline turns into something else, if it is of one line.</summary>
    public void CloseAs(BlockKind kind)
    {
        _kind = _lines.Count == 1 ? kind : _kind;
        Close();
    }

    public void Close()
    {
        if (_lines.Count > 0)
        {
            blocks.Add(new Block(_kind, Markup.Inline(string.Join(' ', _lines))));
            _lines.Clear();
        }

        _kind = BlockKind.Prose;
    }
}
