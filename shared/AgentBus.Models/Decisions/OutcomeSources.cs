namespace AgentBus.Models.Decisions;

/// <summary>Who judges an answer.</summary>
public static class OutcomeSources
{
    /// <summary>The output's schema.</summary>
    public const string Schema = "schema";

    /// <summary>The step's <c>accept</c>, or its plain success where there is none.</summary>
    public const string Accept = "accept";

    /// <summary>A validation's confidence.</summary>
    public const string Validation = "validation";

    /// <summary>A person's decision on an approval.</summary>
    public const string Human = "human";

    /// <summary>A caller, by the API.</summary>
    public const string Feedback = "feedback";
}
