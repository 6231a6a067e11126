namespace AgentBus.JsonSchema;

/// <summary>One thing that is wrong with an instance.</summary>
/// <param name="InstancePath">JSON pointer into the instance; the empty string is its root.</param>
/// <param name="Keyword">The keyword that failed, such as <c>required</c>; <c>false</c> for the schema <c>false</c>.</param>
/// <param name="SchemaPath">JSON pointer of that keyword in the schema document that holds it.</param>
/// <param name="Message">What is wrong, in words.</param>
public sealed record SchemaError(string InstancePath, string Keyword, string SchemaPath, string Message);
