using System.Text.Json.Serialization;
using AgentBus.Workflows.Execution.Moves;

namespace AgentBus.Gateway.Runs;

/// <summary>Body of <c>POST /v1/runs/{id}/move</c>.</summary>
/// <param name="To">The version to go on with.</param>
/// <param name="DryRun">Only say what stands in the way.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record MoveRunRequest(string? To = null, bool DryRun = false);

/// <summary>Body of <c>POST /v1/runs/move</c>: all open runs of a version, page by page.</summary>
/// <param name="Workflow"><c>name</c> or <c>namespace/name</c>.</param>
/// <param name="From">The version that the runs have.</param>
/// <param name="To">The version to go on with.</param>
/// <param name="DryRun">Only say what stands in the way.</param>
/// <param name="Cursor">'next' of the page before.</param>
/// <param name="Limit">Runs looked at in this page, 1 to 500; default 50.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record MoveRunsRequest(
    string? Workflow = null, string? From = null, string? To = null, bool DryRun = false, string? Cursor = null, int? Limit = null);

/// <summary>What becomes of a run that is to be moved.</summary>
/// <param name="Movable">Whether nothing stands in the way; without dryRun it is then being moved.</param>
internal sealed record MoveReport(Guid Run, string From, string To, bool Movable, IReadOnlyList<MoveObstacle> Obstacles);
