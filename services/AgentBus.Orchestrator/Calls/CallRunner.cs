using System.Text.Json;
using System.Text.Json.Nodes;
using AgentBus.Orchestrator.Calls.A2a;
using AgentBus.Orchestrator.Calls.Authentication;
using AgentBus.Orchestrator.Calls.Http;
using AgentBus.Orchestrator.Calls.Mcp;
using AgentBus.Orchestrator.Calls.OpenApi;
using AgentBus.Orchestrator.Calls.Secrets;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Failures;

namespace AgentBus.Orchestrator.Calls;

/// <summary>
/// Makes the call that a call document of the engine describes: puts the secrets in, calls, and takes them out of whatever comes back. Never
/// throws for what a call or its document does wrong.
/// </summary>
public sealed class CallRunner : IDisposable
{
    private const int MaxOutputBytes = 1024 * 1024;
    private const int MaxMessage = 2_000;

    private readonly CallsOptions options;
    private readonly ISecretStore secrets;
    private readonly TimeProvider time;
    private readonly HttpSender plain;
    private readonly Dictionary<string, ICallProtocol> protocols;

    /// <summary>Makes a runner; it lives as long as the process, for its caches.</summary>
    public CallRunner(CallsOptions options, CallTransport transport, ISecretStore secrets, TimeProvider time)
    {
        (this.options, this.secrets, this.time) = (options, secrets, time);
        plain = new HttpSender(transport);
        var authenticator = new Authenticator(new TokenSource(plain, time));
        var sender = new AuthenticatedSender(plain, authenticator);
        protocols = new()
        {
            ["http"] = new HttpCalls(sender, options),
            ["openapi"] = new OpenApiCalls(sender, new OpenApiDocuments(sender, options, time), options),
            ["mcp"] = new McpCalls(transport, authenticator, options, time),
            ["a2a"] = new A2aCalls(sender, options),
        };
    }

    public void Dispose() => plain.Dispose();

    /// <param name="document">As the engine dispatches it to the agent <c>calls</c>.</param>
    public async Task<CallResult> RunAsync(JsonElement document, CallIdentity identity, CancellationToken cancellationToken)
    {
        var scope = new CallSecrets(secrets, identity.Tenant, document);
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var output = await OutputAsync(document, identity, scope, either.Token);
            return Bounded(document, scope.Mask.Apply(output));
        }
        catch (OperationCanceledException canceled) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(scope, new CallException("timeout", 408, $"The call of {PathOf(document)} took longer than {options.Timeout.TotalSeconds:0.#} s (Calls:Timeout).")
            {
                MayPass = canceled is CallCanceledException { MayRepeat: true },
            });
        }
        catch (CallException failure)
        {
            return Failed(scope, failure);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // What nobody foresaw must not carry a secret into a log on its way up.
            return Failed(scope, new CallException("runtime", 500, $"The call of {PathOf(document)} failed: {failure.GetType().Name}: {failure.Message}"));
        }
    }

    private async Task<JsonNode?> OutputAsync(JsonElement document, CallIdentity identity, CallSecrets scope, CancellationToken cancellationToken)
    {
        if (document.Text("call") is not { } name || !protocols.TryGetValue(name, out var protocol) || document.Member("with") is not { } with)
        {
            throw new CallException("configuration", 400, "The input is no call document. The agent 'calls' serves 'call: http', 'openapi', 'mcp' and 'a2a'; use these.");
        }

        var sendsKey = options.IdempotencyKey && document.Member("idempotencyKey") is not { ValueKind: JsonValueKind.False };
        var complete = await scope.PutInAsync(with, time.GetUtcNow(), cancellationToken);
        var call = new Call(PathOf(document), complete, identity.Tenant, sendsKey ? NaturalId.Of(identity.Tenant, identity.IdempotencyKey) : null, scope);
        return await protocol.RunAsync(call, cancellationToken);
    }

    private static CallResult Bounded(JsonElement document, JsonElement output)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(output, CallsJson.Default.JsonElement).Length;
        return bytes <= MaxOutputBytes
            ? new CallResult.Done(output)
            : new CallResult.Failed(CallErrorCode.Of("runtime", 500),
                $"The output of {PathOf(document)} has {bytes:N0} bytes; at most {MaxOutputBytes:N0} are carried from step to step. Ask the service for less.", false, null);
    }

    private static CallResult.Failed Failed(CallSecrets scope, CallException failure)
    {
        var message = scope.Mask.Apply(failure.Message);
        return new(failure.Code, message.Length > MaxMessage ? $"{message[..MaxMessage]}…" : message, failure.MayPass, failure.After);
    }

    private static string PathOf(JsonElement document) => document.Text("task") ?? "an unnamed task";
}
