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

    internal const string Base = "https://serverlessworkflow.io/spec/1.0.0/errors/";
}
