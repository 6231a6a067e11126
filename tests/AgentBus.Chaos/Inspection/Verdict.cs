namespace AgentBus.Chaos.Inspection;

/// <summary>What was found when all was quiet again; all numbers must be 0.</summary>
internal sealed class Verdict
{
    private const int MostWords = 40;
    private readonly List<string> _words = [];

    /// <summary>Runs that are not there, ended otherwise than they must, or lack an effect.</summary>
    public int Lost { get; private set; }

    /// <summary>Effects under more than one key, or that nobody asked for.</summary>
    public int Doubled { get; private set; }

    /// <summary>Runs that did not end.</summary>
    public int Stuck { get; private set; }

    /// <summary>Spoilt messages that were not found exactly once among what failed.</summary>
    public int DeadLettersMissing { get; private set; }

    /// <summary>Anything else that is not as it must be: rows or messages left over, money that does not add up.</summary>
    public int Leftovers { get; private set; }

    /// <summary>Messages that the broker gave up and that the system got over by itself. Any number is right.</summary>
    public int GivenUp { get; set; }

    /// <summary>The first findings, in words.</summary>
    public IReadOnlyList<string> Words => _words;

    public bool IsClean => Lost + Doubled + Stuck + DeadLettersMissing + Leftovers == 0;

    public void AddLost(string words) => Add(++Lost, words);

    public void AddDoubled(string words) => Add(++Doubled, words);

    public void AddStuck(string words) => Add(++Stuck, words);

    public void AddDeadLetterMissing(string words) => Add(++DeadLettersMissing, words);

    public void AddLeftover(string words) => Add(++Leftovers, words);

    private void Add(int count, string words)
    {
        if (count <= MostWords / 4 && _words.Count < MostWords)
        {
            _words.Add(words);
        }
    }
}
