using System.Text.Json;
using AgentBus.ModelGateway.Errors;
using AgentBus.Models.Batches;
using AgentBus.Models.Gateway;
using AgentBus.Models.Wire;

namespace AgentBus.ModelGateway.Batches;

/// <summary>Makes one call of a batch as if it came by itself: routed, within limits and budgets, checked and recorded.</summary>
internal sealed class BatchCall(ChatRouter router, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>What became of it; or, where the same call may succeed later, when to make it again.</summary>
    public async Task<(BatchResult? Result, TimeSpan Wait)> MakeAsync(BatchItem item, CancellationToken cancellationToken)
    {
        try
        {
            var call = WireToChat.Call(JsonSerializer.Deserialize(item.Body, WireJson.Default.WireRequest)!, new Dictionary<string, string>());

            // Its window is its deadline. A gateway may be killed between an answer and its record: the next one gets it from there and pays nothing.
            var hints = call.Hints with { Tenant = item.Tenant, IdempotencyKey = $"{item.Batch}/{item.Line}", Deadline = null };
            var answer = await router.CompleteAsync(call with { Hints = hints, IsOfBatch = true }, cancellationToken);
            return (Result(item, 200, JsonSerializer.Serialize(ChatToWire.Response(answer, time.GetUtcNow().ToUnixTimeSeconds()), WireJson.Default.WireResponse)), default);
        }
        catch (ModelException e) when (IsForLater(e.Error))
        {
            return (null, e.Error.RetryAfter is { } wait && wait > Pause ? wait : Pause);
        }
        catch (ModelException e)
        {
            return (Result(item, e.Error.Status, JsonSerializer.Serialize(WireErrors.BodyOf(e), WireJson.Default.WireErrorBody)), default);
        }
    }

    /// <summary>A batch has time: what is busy, down or out of money until tomorrow is asked again until its window closes.</summary>
    private static bool IsForLater(ModelError error) =>
        error.IsTransient || error.Code is ModelErrorCodes.AllModelsDown or ModelErrorCodes.BudgetPaused or ModelErrorCodes.BudgetAwaitsApproval or ModelErrorCodes.BudgetUnavailable;

    private static BatchResult Result(BatchItem item, int status, string body) => new(item.Line, item.CustomId, status, body);
}
