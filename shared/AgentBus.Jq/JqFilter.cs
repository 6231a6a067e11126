using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace AgentBus.Jq;

/// <summary>A compiled jq program. Immutable and safe to share between threads.</summary>
public sealed class JqFilter
{
    private readonly Node _program;
    private readonly string[] _globals;
    private readonly SingleNode? _direct;

    private JqFilter(string source, Node program, string[] globals)
    {
        Source = source;
        _program = program;
        _globals = globals;
        _direct = program as SingleNode is { IsDirect: true } direct ? direct : null;
        FreeVariables = new HashSet<string>(globals, StringComparer.Ordinal);
        ReadsInput = program.ReadsInput;
    }

    /// <summary>The program's text.</summary>
    public string Source { get; }

    /// <summary>Names, without the dollar sign, of the variables the program reads but does not bind itself.</summary>
    public IReadOnlySet<string> FreeVariables { get; }

    /// <summary><see cref="FreeVariables"/> in the order in which <see cref="Evaluate(JsonElement, ReadOnlySpan{JsonElement}, JqContext?)"/> takes their values.</summary>
    public IReadOnlyList<string> Variables => _globals;

    /// <summary>False when no output can depend on <c>.</c>, as in <c>$x.a</c>: any input will do then.</summary>
    public bool ReadsInput { get; }

    /// <summary>Compiles a program, or says what is wrong with it and where.</summary>
    public static bool TryCompile([StringSyntax("jq")] string source, [NotNullWhen(true)] out JqFilter? filter, [NotNullWhen(false)] out JqSyntaxError? error)
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            var compiler = new Compiler();
            var program = compiler.Compile(Parser.Parse(source), Scope.Root);
            filter = new JqFilter(source, program, [.. compiler.Globals]);
            error = null;
            return true;
        }
        catch (SyntaxException syntax)
        {
            filter = null;
            error = new JqSyntaxError(syntax.Position, syntax.Message);
            return false;
        }
    }

    /// <summary>Runs the program. Never throws for what the program or the data do: that comes back as an error.</summary>
    /// <param name="input">The value of <c>.</c>.</param>
    /// <param name="variables">Values of free variables, by name without the dollar sign. A free variable that is missing is an error.</param>
    /// <param name="context">The program's now and its limits; null = no clock (<c>now</c> is an error) and default limits.</param>
    public JqResult Evaluate(JsonElement input, IReadOnlyDictionary<string, JsonElement>? variables = null, JqContext? context = null)
    {
        if (_globals.Length == 0)
        {
            return Evaluate(input, ReadOnlySpan<JsonElement>.Empty, context);
        }

        var values = new JsonElement[_globals.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (variables is null || !variables.TryGetValue(_globals[i], out values[i]))
            {
                return new JqResult([], new JqError($"${_globals[i]} is not defined."));
            }
        }

        return Evaluate(input, values, context);
    }

    /// <summary>The same with the variables' values in the order of <see cref="Variables"/>.</summary>
    /// <exception cref="ArgumentException">There are not as many values as variables.</exception>
    public JqResult Evaluate(JsonElement input, ReadOnlySpan<JsonElement> variables, JqContext? context = null)
    {
        if (variables.Length != _globals.Length)
        {
            throw new ArgumentException($"The program has {_globals.Length} free variables; {variables.Length} values were given.", nameof(variables));
        }

        if (_direct is not null && _direct.TryPick(input, variables, out var picked) && picked.ValueKind != JsonValueKind.Undefined)
        {
            return new JqResult([picked], null);
        }

        var globals = variables.IsEmpty ? [] : new JqValue[variables.Length];
        for (var i = 0; i < globals.Length; i++)
        {
            globals[i] = JqValue.Of(variables[i]);
        }

        var run = new Run(context ?? JqContext.Default, globals);
        var outputs = new List<JsonElement>(1);
        var done = _program is SingleNode single
            ? single.One(run, null, JqValue.Of(input)) is { } only && Take(run, only, outputs)
            : _program.Each(run, null, new Item(JqValue.Of(input)), item => Take(run, item.Value, outputs));
        return new JqResult(outputs, done ? null : ErrorOf(run));
    }

    private static bool Take(Run run, JqValue value, List<JsonElement> outputs)
    {
        if (!run.Step() || JsonWriter.Element(run, value) is not { } element)
        {
            return false;
        }

        outputs.Add(element);
        return true;
    }

    private static JqError ErrorOf(Run run)
    {
        if (run.Limit is { } limit)
        {
            return new JqError(limit, IsLimit: true);
        }

        if (run.Error is JqString message)
        {
            return new JqError(message.Text);
        }

        var value = run.Error ?? JqValue.Null;
        return new JqError($"{Describe.Text(value)} (not a string)", JsonWriter.Element(run, value));
    }
}
