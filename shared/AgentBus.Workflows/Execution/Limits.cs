namespace AgentBus.Workflows.Execution;

/// <summary>How the engine divides its work. What users may set is in <see cref="WorkflowLimits"/>.</summary>
internal static class Limits
{
    /// <summary>Bytes of a value that lives in the control state instead of in a document.</summary>
    public const int Inline = 256;

    /// <summary>
    /// Steps begun in one decision. What follows goes on in a decision of its own, so that a long loop without waiting neither blocks
    /// other runs nor escapes cancelling.
    /// </summary>
    public const int StepsPerDecision = 500;

    /// <summary>Characters of an agent's words that are handed on in reasons and feedback.</summary>
    public const int Words = 2_048;

    public static string Clip(string text) => text.Length <= Words ? text : string.Concat(text.AsSpan(0, Words), "…");

    /// <summary>Bytes in words, such as <c>2.3 MB</c>.</summary>
    public static string InWords(long bytes) => bytes < 1024 * 1024 ? $"{bytes / 1024.0:0.#} KB" : $"{bytes / 1024.0 / 1024.0:0.##} MB";
}
