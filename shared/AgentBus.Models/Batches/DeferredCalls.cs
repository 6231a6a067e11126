using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentBus.Models.Answers;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;
using AgentBus.Models.Wire;

namespace AgentBus.Models.Batches;

/// <summary>
/// Puts calls of steps with a far deadline into batches of one. The call fails with a time to come again, as a rate limit does: the step is parked and dispatched again without an attempt counted, makes the
/// same call, and gets the answer once it is there. Half of the time before the deadline is left for a call that is made at once, where no batch got to it.
/// </summary>
internal sealed class DeferredCalls(LiveModels models, TimeProvider time, IBatchStore? store = null)
{
    private const int Line = 1;

    /// <summary>The answer of a call that was deferred; null for a call that is to be made now.</summary>
    /// <exception cref="ModelException">The answer is not there yet, with the time to come again; or the call failed.</exception>
    public async ValueTask<ChatAnswer?> AnswerAsync(ChatCall call, CancellationToken cancellationToken)
    {
        var (options, now) = (models.InForce.Options.Defer, time.GetUtcNow());
        if (store is null || options.From is not { } from || call.Hints is not { IdempotencyKey: { } key, Run: not null, Step: not null, Deadline: { } deadline, Tenant: var tenant })
        {
            return null;
        }

        var id = IdOf(tenant, key, AnswerKeeper.RequestHash(call), call.Hints);
        if (await store.FindAsync(tenant, id, now, cancellationToken) is not { } progress)
        {
            if (deadline - now < from)
            {
                return null;
            }

            progress = await AddAsync(call, id, now, deadline - (from / 2), cancellationToken);
        }

        return progress.Status(now) switch
        {
            "completed" => await EndedAsync(id, cancellationToken),
            "in_progress" => throw Later(options.Poll),
            "cancelling" or "expired" when progress.UnderWay > 0 => throw Later(options.Poll),
            _ => null,
        };
    }

    private static ModelException Later(TimeSpan poll) => new(new ModelError(
        ModelErrorCodes.Deferred, 429, "The call has time and is in a batch; make the same call again after the time told, with the same idempotency key.", poll));

    /// <summary>A rejected answer must not come again, so that each attempt after one has its own.</summary>
    private static string IdOf(string tenant, string key, string request, CallHints hints)
    {
        var attempt = hints.Rejected ? hints.Attempt : null;
        return $"batch_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant}\n{key}\n{request}\n{attempt}")).AsSpan(0, 16))}";
    }

    private async Task<BatchProgress> AddAsync(ChatCall call, string id, DateTimeOffset now, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        var tenant = call.Hints.Tenant;
        var batch = new ModelBatch(id, tenant, "", "", new Dictionary<string, string> { ["step"] = call.Hints.Step! }, now, expires);
        try
        {
            await store!.AddAsync(batch, [new BatchItem(id, Line, tenant, call.Hints.Step!, DeferredWire.Request(call))], cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Somebody makes the same call at the same moment; whose batch it is makes no difference.
            return await store!.FindAsync(tenant, id, now, cancellationToken) ?? throw new InvalidOperationException("A deferred call could not be kept.", e);
        }

        return new BatchProgress(batch, 1, 0, 0, 0, null, null);
    }

    private async Task<ChatAnswer?> EndedAsync(string id, CancellationToken cancellationToken) =>
        await store!.ResultsAsync(id, true, 0, 1, cancellationToken) is [var answer] ? DeferredWire.Answer(answer)
        : await store.ResultsAsync(id, false, 0, 1, cancellationToken) is [var failure] ? throw DeferredWire.Error(failure)
        : null;
}
