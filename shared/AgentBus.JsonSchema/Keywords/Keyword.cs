using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary>One compiled keyword of a schema. Immutable.</summary>
internal abstract class Keyword(KeywordSite site)
{
    private readonly string _name = site.Name;
    private readonly string _path = site.Path;

    /// <summary>Whether the instance satisfies it; kinds of instance that it does not speak of do.</summary>
    public abstract bool Holds(JsonElement instance, Frame frame);

    protected bool Fail(Frame frame, string message) => frame.Fail(_name, _path, message);

    protected bool FailRun(Frame frame, string message) => frame.FailRun(_name, _path, message);
}
