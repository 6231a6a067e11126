using System.Text.Json;
using System.Text.Json.Nodes;
using AgentBus.Orchestrator.Calls.Authentication;
using AgentBus.Orchestrator.Calls.Http;
using AgentBus.Workflows.Definitions;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentBus.Orchestrator.Calls.Mcp;

/// <summary><c>call: mcp</c>: one session for each call, over HTTP, or over a process where the operator allows its command.</summary>
internal sealed class McpCalls(CallTransport transport, Authenticator authenticator, CallsOptions options, TimeProvider time) : ICallProtocol
{
    public async Task<JsonNode?> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var with = call.With;
        var limit = with.Member("timeout") is { } given
            ? DurationText.Of(given) ?? throw new CallException("validation", 400, $"The timeout of {call.Task} is no duration. Use ISO 8601 such as PT30S.")
            : options.Timeout;
        using var timeout = new CancellationTokenSource(limit < options.Timeout ? limit : options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        BoundedHandler? bound = null;
        try
        {
            (var wire, bound) = await TransportAsync(with.Member("transport")!.Value, call, either.Token);
            await using var client = await McpClient.CreateAsync(wire, Options(with), cancellationToken: either.Token);
            var request = new JsonRpcRequest
            {
                Method = with.Text("method")!,
                Params = with.Member("parameters") is { } parameters ? JsonNode.Parse(parameters.GetRawText()) : null,
            };
            return (await client.SendRequestAsync(request, either.Token)).Result;
        }
        catch (Exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new CallException("timeout", 408, $"The server of {call.Task} did not answer within {limit.TotalSeconds:0.#} s.") { MayPass = MayRepeat(call) };
        }
        catch (Exception) when (bound is { WasExceeded: true })
        {
            throw Failures.Of(new AnswerTooLargeException(options.MaxBodyBytes), $"The server of {call.Task}", mayRepeat: false);
        }
        catch (McpException refused)
        {
            throw new CallException("runtime", 500, $"The server of {call.Task} answered an error: {refused.Message}");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidOperationException)
        {
            throw Failures.Of(failure, $"The server of {call.Task}", MayRepeat(call));
        }
    }

    // Listing and reading change nothing; MCP has no key that a tool could know a repetition by, so a call of one is not repeated.
    private static bool MayRepeat(Call call) => call.With.Text("method") != "tools/call";

    private static McpClientOptions Options(JsonElement with) => new()
    {
        ProtocolVersion = with.Text("protocolVersion"),
        ClientInfo = new Implementation
        {
            Name = with.Member("client")?.Text("name") ?? "agentbus",
            Version = with.Member("client")?.Text("version") ?? typeof(McpCalls).Assembly.GetName().Version!.ToString(3),
        },
    };

    private async Task<(IClientTransport, BoundedHandler?)> TransportAsync(JsonElement given, Call call, CancellationToken cancellationToken) =>
        given.Member("stdio") is { } stdio ? (Process(stdio, call), null) : await HttpAsync(given.Member("http")!.Value, call, cancellationToken);

    private async Task<(HttpClientTransport, BoundedHandler)> HttpAsync(JsonElement http, Call call, CancellationToken cancellationToken)
    {
        var endpoint = http.Member("endpoint")!.Value;
        var uri = HttpAddress.Of(endpoint, call.Task);
        var credentials = await authenticator.ResolveAsync(endpoint.Member("authentication"), uri, call, fresh: false, cancellationToken);
        var headers = http.Members("headers").ToDictionary(header => header.Name, header => JsonReading.Scalar(header.Value, $"The header '{header.Name}'") ?? "");
        if (credentials.Header is { } header)
        {
            headers["Authorization"] = header.ToString();
        }

        var bound = new BoundedHandler(transport(credentials.OnDemand), options.MaxBodyBytes);
        var client = new HttpClient(bound) { Timeout = Timeout.InfiniteTimeSpan };
        var settings = new HttpClientTransportOptions { Endpoint = uri, AdditionalHeaders = headers, ConnectionTimeout = options.ConnectTimeout };
        return (new HttpClientTransport(settings, client, loggerFactory: null, ownsHttpClient: true), bound);
    }

    private StdioClientTransport Process(JsonElement stdio, Call call)
    {
        var command = stdio.Text("command")!;
        if (!options.Commands.Contains(command, StringComparer.Ordinal))
        {
            throw new CallException("authorization", 403, $"The command '{command}' of {call.Task} is not allowed; the operator may allow it by Calls:Commands.");
        }

        // The server sees what the definition gives it and where programs are, not this process's settings and keys.
        var environment = stdio.Members("environment")
            .ToDictionary(variable => variable.Name, variable => JsonReading.Scalar(variable.Value, $"The variable '{variable.Name}'"));
        foreach (var name in ((string[])["PATH", "HOME", "TMPDIR"]).Where(name => !environment.ContainsKey(name)))
        {
            environment[name] = Environment.GetEnvironmentVariable(name);
        }

        return new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = command,
            Arguments = stdio.Member("arguments") is { ValueKind: JsonValueKind.Array } arguments
                ? [.. arguments.EnumerateArray().Select(argument => JsonReading.Scalar(argument, "An argument of the command") ?? "")]
                : [],
            InheritEnvironmentVariables = false,
            EnvironmentVariables = environment,
        });
    }
}
