using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Problems;
using AgentBus.Storage.Approvals;

namespace AgentBus.Gateway.Approvals;

/// <summary>Who may decide an approval: whom it lists, by name or by group; where it lists nobody, any approver.</summary>
internal static class ApproverRights
{
    /// <summary>Whether the decision is an override by an operator or admin. Ends the request for anybody else who was not asked.</summary>
    public static bool Overrides(ApprovalView approval, Caller caller)
    {
        if (IsAsked(approval, caller))
        {
            return false;
        }

        return caller.Is(Roles.Operator) ? true : throw new ProblemException(
            StatusCodes.Status403Forbidden, "not-an-approver", "This approval is not yours to decide.",
            $"Approval {approval.Id} is for {WhoMay(approval)}. The key '{caller.Name}' is {Groups(caller)}.");
    }

    /// <summary>Those an approval asks, in words.</summary>
    public static string WhoMay(ApprovalView approval)
    {
        var people = approval.Assignees.Count == 0 ? null : string.Join(", ", approval.Assignees);
        var groups = approval.Groups.Count == 0 ? null : $"members of {string.Join(", ", approval.Groups)}";
        return people is null && groups is null ? "any approver" : string.Join(" or ", new[] { people, groups }.OfType<string>());
    }

    private static bool IsAsked(ApprovalView approval, Caller caller) =>
        approval.Assignees.Count + approval.Groups.Count == 0
            ? caller.Is(Roles.Approver)
            : approval.Assignees.Contains(caller.Name) || approval.Groups.Intersect(caller.Groups).Any();

    private static string Groups(Caller caller) => caller.Groups.Count == 0 ? "in no group" : $"in {string.Join(", ", caller.Groups)}";
}
