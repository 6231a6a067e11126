namespace AgentBus.Workflows.Failures;

/// <summary>The standard's error types.</summary>
internal static class ErrorTypes
{
    public const string Configuration = Base + "configuration";
    public const string Validation = Base + "validation";
    public const string Expression = Base + "expression";
    public const string Authentication = Base + "authentication";
    public const string Authorization = Base + "authorization";
    public const string Timeout = Base + "timeout";
    public const string Communication = Base + "communication";
    public const string Runtime = Base + "runtime";

    /// <summary>The standard's conformance kit names the same types so.</summary>
    private const string OtherBase = "https://serverlessworkflow.io/dsl/errors/types/";

    internal const string Base = "https://serverlessworkflow.io/spec/1.0.0/errors/";

    /// <summary>Whether two types are the same, in either of the standard's spellings.</summary>
    public static bool AreSame(string one, string other) => Plain(one) == Plain(other);

    private static string Plain(string type) => type.StartsWith(OtherBase, StringComparison.Ordinal) ? $"{Base}{type[OtherBase.Length..]}" : type;
}
