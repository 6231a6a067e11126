using System.Runtime.InteropServices;
using AgentBus.JsonSchema.Compilation;

namespace AgentBus.JsonSchema.Evaluation;

/// <summary>What a keyword knows of the validation it is part of.</summary>
/// <param name="Run">The validation as a whole.</param>
/// <param name="Scope">The resources it was reached through, the innermost first; null = none yet.</param>
/// <param name="Seen">What the schema's keywords have evaluated at this instance; null = nobody asks.</param>
/// <param name="Quiet">Whether only the answer counts, so that the first failure ends it and no error is kept.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Frame(Run Run, DynamicScope? Scope, Evaluated? Seen, bool Quiet)
{
    /// <summary>For a schema that is tried: its failure is no error by itself.</summary>
    public Frame Tried => this with { Quiet = true };

    /// <summary>For a member or item of the instance.</summary>
    public Frame Below => this with { Seen = null };

    public Frame Inside(Resource resource, Evaluated? seen) =>
        this with { Seen = seen, Scope = Scope?.Resource == resource ? Scope : new DynamicScope(resource, Scope) };

    /// <summary>Reports an error; always false.</summary>
    public bool Fail(string keyword, string schemaPath, string message)
    {
        if (!Quiet)
        {
            Run.Add(keyword, schemaPath, message);
        }

        return false;
    }

    /// <summary>Ends the whole validation with an error; always false.</summary>
    public bool FailRun(string keyword, string schemaPath, string message)
    {
        Run.Abort(keyword, schemaPath, message);
        return false;
    }
}
