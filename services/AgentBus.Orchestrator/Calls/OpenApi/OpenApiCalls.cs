using System.Text.Json.Nodes;
using AgentBus.Orchestrator.Calls.Authentication;
using AgentBus.Orchestrator.Calls.Http;

namespace AgentBus.Orchestrator.Calls.OpenApi;

/// <summary><c>call: openapi</c>.</summary>
internal sealed class OpenApiCalls(AuthenticatedSender sender, OpenApiDocuments documents, CallsOptions options) : ICallProtocol
{
    public async Task<JsonNode?> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var with = call.With;
        var (document, at) = await documents.GetAsync(with.Member("document")!.Value.Member("endpoint")!.Value, call, cancellationToken);
        var id = with.Text("operationId") ?? throw new CallException("validation", 400, $"The operationId of {call.Task} is no text.");
        var operation = OpenApiOperation.Find(document, id, at, call);
        var request = IdempotencyHeader.Add(new OpenApiRequest(operation, id, call).Build(options.MaxBodyBytes), call);
        var answer = await sender.SendAsync(request, with.Member("authentication"), call, cancellationToken);
        return HttpOutput.Of(HttpSender.Checked(answer, call.Secrets.Mask), with.Text("output"), call.Secrets.Mask);
    }
}
