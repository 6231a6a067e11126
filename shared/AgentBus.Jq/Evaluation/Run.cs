using System.Runtime.CompilerServices;

namespace AgentBus.Jq;

/// <summary>
/// The state of one evaluation: what it has used of its limits and how it ended. Evaluation reports failure by returning false (or null)
/// after setting <see cref="Error"/> or <see cref="Break"/>; nothing throws.
/// </summary>
internal sealed class Run(JqContext context, JqValue[] globals)
{
    /// <summary>Depth of calls and of values at which an evaluation ends; jq's own bound on the depth of values.</summary>
    public const int MaxDepth = 10_000;

    /// <summary>What it takes to word an error and carry it up, in steps, by measurement.</summary>
    private const int ErrorSteps = 8;

    /// <summary>What it takes to compile a short pattern, in steps, by measurement.</summary>
    private const int PatternSteps = 3_000;

    private const int DeepStackBytes = 256 * 1024 * 1024;

    private long _steps;
    private long _bytes;
    private int _depth;
    private HashSet<string>? _patterns;

    public JqContext Context => context;

    public JqValue[] Globals => globals;

    /// <summary>What <c>error</c> raised, while it travels up to a <c>try</c>.</summary>
    public JqValue? Error { get; set; }

    /// <summary>The label a <c>break</c> travels up to.</summary>
    public object? Break { get; set; }

    /// <summary>Set when a limit ended the evaluation; no <c>try</c> catches that.</summary>
    public string? Limit { get; private set; }

    /// <summary>Whether the evaluation is on its way out with an error that <c>try</c> may catch.</summary>
    public bool HasCatchableError => Error is not null && Limit is null;

    public JqValue? Raise(string message)
    {
        Fail(message);
        return null;
    }

    public bool Fail(string message)
    {
        if (Error is null && Step(ErrorSteps))
        {
            Error = JqValue.Of(message);
        }

        return false;
    }

    /// <summary>Counts what reading through a text costs beyond a short one's.</summary>
    public bool StepText(int length) => length < 64 || Step(length / 32);

    /// <summary>Counts work; false when the program has used it up.</summary>
    public bool Step(long count = 1) => (_steps += count) <= context.MaxSteps
        || EndAtLimit($"The program was ended after {context.MaxSteps} steps.");

    /// <summary>Counts bytes about to be made; false when the program may make no more.</summary>
    public bool Charge(long bytes) => (_bytes += bytes) <= context.MaxBytes && _bytes >= 0
        || EndAtLimit($"The program was ended after making {context.MaxBytes} bytes of values.");

    /// <summary>Enters a call; false when calls are nested too deep. Pair with <see cref="Leave"/> when true.</summary>
    public bool Enter()
    {
        // A call costs about four steps of other work.
        if (!Step(4))
        {
            return false;
        }

        if (_depth >= MaxDepth)
        {
            return EndAtLimit($"The program was ended because its calls are nested deeper than {MaxDepth}.");
        }

        _depth++;
        return true;
    }

    public void Leave() => _depth--;

    public static bool HasStack => RuntimeHelpers.TryEnsureSufficientExecutionStack();

    /// <summary>Goes on with <paramref name="work"/> on a thread with a deep stack, so that the depth limit is the same on every machine.</summary>
    public static T OnDeepStack<T>(Func<T> work)
    {
        T result = default!;
        var thread = new Thread(() => result = work(), DeepStackBytes);
        thread.Start();
        thread.Join();
        return result;
    }

    /// <summary>Counts the compilation of a pattern that this evaluation has not used yet, whether or not another has: the same work counts the same.</summary>
    public bool StepPattern(string pattern) =>
        (_patterns is not null && _patterns.Contains(pattern)) || ((_patterns ??= []).Add(pattern) && Step(PatternSteps + 16L * pattern.Length));

    /// <summary>Ends the evaluation; no <c>try</c> catches it.</summary>
    public bool EndAtLimit(string message)
    {
        Limit ??= message;
        Error = JqValue.Of(Limit);
        return false;
    }
}
