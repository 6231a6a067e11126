using System.Globalization;
using System.Text;

namespace AgentBus.Models.Cache;

/// <summary>Reads a text once, character by character, and knows of each what stands beside it.</summary>
internal sealed class NearTextReader(string text)
{
    private readonly StringBuilder _words = new(text.Length);
    private readonly StringBuilder _shapes = new();
    private bool _isGap;
    private bool _mayStart = true;
    private int _wordStart = -1;

    public NearText Read()
    {
        for (var at = 0; at < text.Length; at++)
        {
            var c = Punctuation.Plain(text[at]);
            if (char.IsWhiteSpace(c) || Punctuation.IsSilent(text, at))
            {
                EndWord(at);
                _isGap = true;
                _mayStart |= c is '\n' or '.' or '!' or '?' or ':' or '"';
            }
            else
            {
                Add(c, at);
            }
        }

        EndWord(text.Length);
        var shapes = _shapes.ToString();
        return new NearText(_words.ToString(), WordShape.Tells(shapes) ? shapes : null);
    }

    private void Add(char c, int at)
    {
        // A blank to fill in is one, however long its line is.
        if (c == '_' && !_isGap && _words.Length > 0 && _words[^1] == '_')
        {
            return;
        }

        if (_isGap && _words.Length > 0)
        {
            _words.Append(' ');
        }

        _isGap = false;
        _words.Append(char.ToLowerInvariant(char.ToUpperInvariant(c)));
        if (char.IsLetter(c) || (_wordStart >= 0 && (char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark || c == '\'')))
        {
            _wordStart = _wordStart < 0 ? at : _wordStart;
        }
        else
        {
            EndWord(at);
            _mayStart &= !char.IsDigit(c);
        }
    }

    private void EndWord(int at)
    {
        if (_wordStart >= 0)
        {
            _shapes.Append(WordShape.Of(text.AsSpan(_wordStart, at - _wordStart), _mayStart));
            (_wordStart, _mayStart) = (-1, false);
        }
    }
}
