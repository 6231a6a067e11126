namespace AgentBus.Models.Extractive.Text;

/// <summary>Joins the lines of a paragraph until something ends it.</summary>
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

    public void CloseAs(BlockKind kind)
    {
        _kind = kind;
        Close();
    }

    public void Close()
    {
        if (_lines.Count > 0)
        {
            blocks.Add(new Block(_kind, string.Join(' ', _lines)));
            _lines.Clear();
        }

        _kind = BlockKind.Prose;
    }
}
