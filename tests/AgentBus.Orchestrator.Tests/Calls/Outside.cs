using System.Text.Json;
using AgentBus.Hosting.Outbound;
using AgentBus.Orchestrator.Calls;
using AgentBus.Orchestrator.Calls.Secrets;
using AgentBus.Testing;
using AgentBus.Workflows.Execution;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentBus.Orchestrator.Tests.Calls;

/// <summary>A server on this machine, and workflows whose calls really go to it. Its address 127.0.0.1 is allowed, its name localhost is not.</summary>
internal sealed class Outside : IAsyncDisposable
{
    private readonly WebApplication app;
    private CallRunner? runner;

    private Outside(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    public Dictionary<string, JsonElement> Secrets { get; } = [];

    public CallsOptions Options { get; } = new() { AllowedHosts = ["127.0.0.1"] };

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public static async Task<Outside> StartAsync(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        map(web);
        await web.StartAsync();
        return new Outside(web);
    }

    /// <summary>Runs a workflow to its end; <c>$BASE</c> in it is the server's address.</summary>
    public TestRun Run(string body, object? input = null)
    {
        var text = "document: {dsl: '1.0.3', namespace: tests, name: calls, version: '1.0.0'}\n" + body;
        return WorkflowTestHost.FromYaml(text.Replace("$BASE", Address.ToString().TrimEnd('/'), StringComparison.Ordinal)).Agent("calls", Answer).Run(input);
    }

    /// <summary>Runs one task that calls http with these words besides the endpoint.</summary>
    public TestRun Get(string path, string with = "", object? input = null) =>
        Run($"do: [{{get: {{call: http, with: {{method: get, endpoint: '$BASE{path}'{with}}}}}}}]", input);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private AgentReply Answer(AgentCall call)
    {
        runner ??= new CallRunner(Options, credentials =>
        {
            var handler = GuardedHandler.Create(Options.Outbound);
            handler.Credentials = credentials;
            return handler;
        }, new Store(Secrets), Time);
        var result = runner.RunAsync(call.Input, new CallIdentity("default", call.Order.IdempotencyKey), CancellationToken.None).GetAwaiter().GetResult();
        return result switch
        {
            CallResult.Done done => AgentReply.Done(done.Output),
            CallResult.Failed { MayPass: true } failed => new AgentReply(new AttemptOutcome(OutcomeKind.Transient, null, failed.Code, failed.Message, failed.After)),
            CallResult.Failed failed => AgentReply.Permanent(failed.Message, failed.Code),
            _ => throw new InvalidOperationException(),
        };
    }

    private sealed class Store(Dictionary<string, JsonElement> secrets) : ISecretStore
    {
        public Task<JsonElement?> ReadAsync(string tenant, string name, CancellationToken cancellationToken) =>
            Task.FromResult(secrets.TryGetValue(name, out var value) ? value : (JsonElement?)null);
    }
}
