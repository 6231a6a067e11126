using AgentBus.Storage.Runs;

namespace AgentBus.Storage.Data;

/// <summary>
/// One read for all who ask the same at once. Whoever asks while a read is under way waits for the next one, so that nobody is answered with less than was
/// committed when it asked.
/// </summary>
internal sealed class SharedReads<TQuestion, TAnswer>
    where TQuestion : notnull
{
    private const int MaxTogether = 1_000;

    private readonly GroupReader<TQuestion, TAnswer> _reads;

    public SharedReads(Func<TQuestion, Task<TAnswer>> read) =>
        _reads = new GroupReader<TQuestion, TAnswer>(MaxTogether, readers: 1, questions => EachOnceAsync(questions, read));

    /// <summary>The answer, which others may hold too; a caller that gives up does not stop the read for them.</summary>
    public Task<TAnswer> ReadAsync(TQuestion question, CancellationToken cancellationToken) => _reads.ReadAsync(question, cancellationToken);

    private static async Task<IReadOnlyList<TAnswer>> EachOnceAsync(IReadOnlyList<TQuestion> questions, Func<TQuestion, Task<TAnswer>> read)
    {
        TQuestion[] asked = [.. questions.Distinct()];
        var answers = asked.Zip(await Task.WhenAll(asked.Select(read))).ToDictionary(pair => pair.First, pair => pair.Second);
        return [.. questions.Select(question => answers[question])];
    }
}
