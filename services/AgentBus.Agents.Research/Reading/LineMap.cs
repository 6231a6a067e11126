namespace AgentBus.Agents.Research.Reading;

/// <summary>Turns an offset in a text into its line, from 1. A line ends at <c>\n</c>, <c>\r\n</c> or <c>\r</c>.</summary>
internal sealed class LineMap
{
    private readonly List<int> starts = [0];

    public LineMap(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                starts.Add(i + 1);
            }
        }
    }

    public int LineAt(int offset)
    {
        var found = starts.BinarySearch(Math.Max(0, offset));
        return found >= 0 ? found + 1 : ~found;
    }
}
