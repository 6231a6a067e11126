using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using AgentBus.JsonSchema.Compilation;

namespace AgentBus.JsonSchema.Evaluation;

/// <summary>One validation: where in the instance it is, what it found, and how deep it may go.</summary>
internal sealed class Run
{
    /// <summary>Schemas inside schemas. A schema that refers to itself at the same place of the instance ends here.</summary>
    private const int MaxDepth = 4_000;

    /// <summary>Schemas entered in all. References that fan out, each to two others, would else take years: some seconds at most.</summary>
    private const int MaxEntered = 5_000_000;

    /// <summary>Errors kept; more help nobody.</summary>
    private const int MaxErrors = 10_000;

    private readonly List<Step> _path = [];
    private readonly List<SchemaError> _errors = [];
    private int _depth;
    private int _entered;

    public IReadOnlyList<SchemaError> Errors => _errors;

    /// <summary>Whether all is to end: the answer is an error.</summary>
    public bool IsAborted { get; private set; }

    /// <summary>Whether the schema is too much work for the instance.</summary>
    public bool IsTooLong => _entered > MaxEntered;

    public bool Enter() => !IsAborted && ++_entered <= MaxEntered && ++_depth <= MaxDepth && RuntimeHelpers.TryEnsureSufficientExecutionStack();

    public void Leave() => _depth--;

    public void Push(string name) => _path.Add(new Step(name, 0));

    public void Push(int index) => _path.Add(new Step(null, index));

    public void Pop() => _path.RemoveAt(_path.Count - 1);

    public void Add(string keyword, string schemaPath, string message)
    {
        // What follows an abort is not known, only fallen through.
        if (!IsAborted && _errors.Count < MaxErrors)
        {
            _errors.Add(new SchemaError(InstancePath(), keyword, schemaPath, message));
        }
    }

    public void Abort(string keyword, string schemaPath, string message)
    {
        Add(keyword, schemaPath, message);
        IsAborted = true;
    }

    private string InstancePath()
    {
        var text = new StringBuilder();
        foreach (var (name, index) in _path)
        {
            text.Append(name is null ? "/" + index.ToString(CultureInfo.InvariantCulture) : JsonPointer.Append("", name));
        }

        return text.ToString();
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Step(string? Name, int Index);
}
