using AgentBus.Workflows.Definitions.Text;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions.Reading.Calls;

/// <summary>Reads <c>call: http | openapi | mcp | a2a</c>. Here, and only here, expressions may read <c>$secrets</c>.</summary>
internal static class ServiceCallReader
{
    private static readonly string[] Outputs = ["raw", "content", "response"];

    private static readonly string[] McpMethods =
        ["tools/list", "tools/call", "prompts/list", "prompts/get", "resources/list", "resources/read", "resources/templates/list"];

    private static readonly string[] A2aMethods =
    [
        "message/send", "message/stream", "tasks/get", "tasks/list", "tasks/cancel", "tasks/resubscribe", "tasks/pushNotificationConfig/set",
        "tasks/pushNotificationConfig/get", "tasks/pushNotificationConfig/list", "tasks/pushNotificationConfig/delete", "agent/getAuthenticatedExtendedCard",
    ];

    private static readonly Dictionary<string, Func<Cursor, TemplateNode?>> Readers = new()
    {
        ["http"] = Http,
        ["openapi"] = OpenApi,
        ["mcp"] = Mcp,
        ["a2a"] = A2a,
    };

    /// <summary>The protocols.</summary>
    public static IReadOnlyCollection<string> Protocols => Readers.Keys;

    public static CallServiceTask? Read(TaskNode task, string protocol, Cursor with)
    {
        var arguments = Readers[protocol](with with { Scope = with.Scope.With(Scope.Secrets) });
        var sendsKey = TaskMetadataReader.ReadIdempotencyKey(task.At);
        return arguments is null ? null : new CallServiceTask(protocol, new Template(arguments, with.Path))
        {
            Name = task.Name,
            Path = task.At.Path,
            Secrets = with.Context.Use.Secrets,
            SendsIdempotencyKey = sendsKey,
        };
    }

    private static TemplateNode? Http(Cursor with) =>
        with.IsObjectOf("method", "endpoint", "headers", "query", "body", "output", "redirect")
            ? new ArgumentList(with).Require("method", ArgumentList.Text).Require("endpoint", UriReader.ReadEndpoint)
                .Add("headers", ArgumentList.TextMap).Add("query", ArgumentList.TextMap).Add("body", ArgumentList.Any)
                .Add("output", ArgumentList.Word(Outputs)).Add("redirect", ArgumentList.Flag).Node
            : null;

    private static TemplateNode? OpenApi(Cursor with) =>
        with.IsObjectOf("document", "operationId", "parameters", "authentication", "output", "redirect")
            ? new ArgumentList(with).Require("document", UriReader.ReadResource).Require("operationId", ArgumentList.Text)
                .Add("parameters", ArgumentList.Map).Add("authentication", AuthenticationReader.Read)
                .Add("output", ArgumentList.Word(Outputs)).Add("redirect", ArgumentList.Flag).Node
            : null;

    private static TemplateNode? Mcp(Cursor with) =>
        with.IsObjectOf("protocolVersion", "method", "parameters", "timeout", "transport", "client")
            ? new ArgumentList(with).Add("protocolVersion", ArgumentList.Text).Require("method", ArgumentList.Word(McpMethods))
                .Add("parameters", ArgumentList.Map).Add("timeout", ArgumentList.Duration).Require("transport", Transport).Add("client", Client).Node
            : null;

    private static TemplateNode? Transport(Cursor at)
    {
        if (!at.IsObjectOf("http", "stdio", "options"))
        {
            return null;
        }

        if (at.Has("http") == at.Has("stdio"))
        {
            at.Report("'transport' must have exactly one of http and stdio.");
            return null;
        }

        return new ArgumentList(at).Add("http", HttpTransport).Add("stdio", StdioTransport).Node;
    }

    private static TemplateNode? HttpTransport(Cursor at) =>
        at.IsObjectOf("endpoint", "headers")
            ? new ArgumentList(at).Require("endpoint", UriReader.ReadEndpoint).Add("headers", ArgumentList.TextMap).Node
            : null;

    // Which program is started is the author's to say and the operator's to allow: no data may choose it.
    private static TemplateNode? StdioTransport(Cursor at)
    {
        if (!at.IsObjectOf("command", "arguments", "environment"))
        {
            return null;
        }

        if (at.Get("command") is { Kind: NodeKind.String } command && RuntimeExpression.TryUnwrap(command.Node.Text, out _))
        {
            command.Report("'command' cannot be an expression. Write the command that the operator allows.");
            return null;
        }

        return new ArgumentList(at).Require("command", ArgumentList.Text).Add("arguments", ArgumentList.Texts).Add("environment", ArgumentList.TextMap).Node;
    }

    private static TemplateNode? Client(Cursor at) =>
        at.IsObjectOf("name", "version", "description")
            ? new ArgumentList(at).Require("name", ArgumentList.Text).Require("version", ArgumentList.Text).Add("description", ArgumentList.Text).Node
            : null;

    private static TemplateNode? A2a(Cursor with)
    {
        if (!with.IsObjectOf("method", "agentCard", "server", "parameters"))
        {
            return null;
        }

        if (!with.Has("agentCard") && !with.Has("server"))
        {
            with.Report("'with' names no agent to call. Add 'agentCard' or 'server'.");
            return null;
        }

        return new ArgumentList(with).Require("method", ArgumentList.Word(A2aMethods)).Add("agentCard", UriReader.ReadResource)
            .Add("server", UriReader.ReadEndpoint).Add("parameters", ArgumentList.Map).Node;
    }
}
