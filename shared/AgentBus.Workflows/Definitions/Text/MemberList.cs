namespace AgentBus.Workflows.Definitions.Text;

/// <summary>The members of an object while it is read; the first of two with one name stays and the second is a problem.</summary>
internal sealed class MemberList(ProblemList problems, string path)
{
    private readonly List<Member> _members = [];
    private readonly Dictionary<string, Position> _names = [];

    public IReadOnlyList<Member> All => _members;

    public void Add(string name, Position at, Node value)
    {
        if (_names.TryAdd(name, at))
        {
            _members.Add(new Member(name, at, value));
        }
        else
        {
            problems.Add(at, JsonPointer.Append(path, name), $"'{name}' is given twice, first in line {_names[name].Line}. Keep one of them.");
        }
    }
}
