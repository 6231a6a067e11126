namespace AgentBus.Gateway.Auth;

/// <summary>What a key may do. Every role may look; <see cref="Admin"/> may do everything. A key may hold several.</summary>
internal static class Roles
{
    /// <summary>Look at runs, definitions, approvals and agents.</summary>
    public const string Viewer = "viewer";

    /// <summary>Start runs and publish events.</summary>
    public const string Publisher = "publisher";

    /// <summary>Decide approvals.</summary>
    public const string Approver = "approver";

    /// <summary>Decide approvals: those asked of the key, or of nobody in particular; operators may override. No role of its own.</summary>
    public const string Decider = "approver or operator";

    /// <summary>Send an event to a run. No role of its own.</summary>
    public const string Signaller = "publisher or operator";

    /// <summary>Put definitions and cancel runs.</summary>
    public const string Operator = "operator";

    /// <summary>Everything, keys included.</summary>
    public const string Admin = "admin";

    public static readonly IReadOnlyList<string> All = [Viewer, Publisher, Approver, Operator, Admin];

    /// <summary>The roles that may do what this role is asked for.</summary>
    public static IReadOnlyList<string> Holding(string role) => role switch
    {
        Viewer => All,
        Admin => [Admin],
        Signaller => [Publisher, Operator, Admin],
        Decider => [Approver, Operator, Admin],
        _ => [role, Admin],
    };
}
