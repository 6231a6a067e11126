using System.Text.Json.Serialization.Metadata;

namespace AgentBus.Hosting.Bus;

/// <summary>A record that an endpoint understands.</summary>
/// <param name="Name">Value of the <c>agentbus-type</c> header.</param>
/// <param name="Json">How its body is read; source-generated.</param>
public sealed record WireType(string Name, JsonTypeInfo Json)
{
    /// <summary>Named after its CLR type.</summary>
    public static WireType Of<T>(JsonTypeInfo<T> json) => new(typeof(T).Name, json);
}
