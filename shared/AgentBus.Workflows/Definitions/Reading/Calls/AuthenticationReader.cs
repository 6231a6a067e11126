using AgentBus.Workflows.Definitions.Text;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions.Reading.Calls;

/// <summary>Reads an authentication policy, or the name of one of <c>use.authentications</c>, which is then written out in its place.</summary>
internal static class AuthenticationReader
{
    private static readonly string[] Schemes = ["basic", "bearer", "digest", "oauth2", "oidc"];
    private static readonly string[] Token =
        ["authority", "grant", "client", "request", "issuers", "scopes", "audiences", "username", "password", "subject", "actor"];

    public static TemplateNode? Read(Cursor at)
    {
        if (at.Kind == NodeKind.Object && at.Has("use"))
        {
            return at.IsObjectOf("use") && at.Get("use")!.NonEmptyText() is not null ? at.Context.Use.Authentication(at.Get("use")!) : null;
        }

        return ReadPolicy(at);
    }

    public static TemplateNode? ReadPolicy(Cursor at)
    {
        if (!at.IsObjectOf(Schemes))
        {
            return null;
        }

        if (at.Node.Members.Count != 1)
        {
            at.Report($"{at.Label} must have exactly one of {string.Join(", ", Schemes)}.");
            return null;
        }

        return new ArgumentList(at)
            .Add("basic", Of(Person)).Add("digest", Of(Person)).Add("bearer", Of(Bearer)).Add("oauth2", Of(OAuth2)).Add("oidc", Of(Oidc)).Node;
    }

    // A policy is written out, or it is a secret that holds the same members.
    private static Func<Cursor, TemplateNode?> Of(Func<Cursor, TemplateNode?> read) => at =>
    {
        if (at.Kind != NodeKind.Object || !at.Has("use"))
        {
            return at.Is(NodeKind.Object) ? read(at) : null;
        }

        return at.IsObjectOf("use") && at.Get("use")!.NonEmptyText() is not null && at.Context.Use.IsSecret(at.Get("use")!) ? ArgumentList.Any(at) : null;
    };

    private static TemplateNode? Person(Cursor at) =>
        at.IsObjectOf("username", "password")
            ? new ArgumentList(at).Require("username", ArgumentList.Text).Require("password", ArgumentList.Text).Node
            : null;

    private static TemplateNode? Bearer(Cursor at) => at.IsObjectOf("token") ? new ArgumentList(at).Require("token", ArgumentList.Text).Node : null;

    private static TemplateNode? OAuth2(Cursor at) =>
        at.IsObjectOf([.. Token, "endpoints"]) ? Grant(at, new ArgumentList(at).Add("endpoints", Endpoints)) : null;

    private static TemplateNode? Oidc(Cursor at) => at.IsObjectOf(Token) ? Grant(at, new ArgumentList(at)) : null;

    private static TemplateNode? Grant(Cursor at, ArgumentList arguments)
    {
        foreach (var name in ((string[])["subject", "actor"]).Where(at.Has))
        {
            at.ReportMember(name, $"'{name}' belongs to token exchange, which is not supported. Use the grant client_credentials or password.");
        }

        var grant = at.Required("grant")?.Text();
        if (grant is not (null or "client_credentials" or "password"))
        {
            at.Get("grant")!.Report($"the grant '{grant}' is not supported. Use client_credentials or password.");
            return null;
        }

        if (grant == "password")
        {
            arguments.Require("username", ArgumentList.Text).Require("password", ArgumentList.Text);
        }

        return arguments.Require("authority", UriReader.Read).Require("grant", ArgumentList.Text).Require("client", Client).Add("request", Request)
            .Add("issuers", ArgumentList.Texts).Add("scopes", ArgumentList.Texts).Add("audiences", ArgumentList.Texts).Node;
    }

    private static TemplateNode? Client(Cursor at)
    {
        if (!at.IsObjectOf("id", "secret", "assertion", "authentication"))
        {
            return null;
        }

        if (at.Has("assertion") || at.Get("authentication") is { Kind: NodeKind.String, Node.Text: "client_secret_jwt" or "private_key_jwt" })
        {
            at.Report("clients that sign assertions (JWT) are not supported. Use client_secret_post, client_secret_basic or none.");
            return null;
        }

        return new ArgumentList(at).Require("id", ArgumentList.Text).Add("secret", ArgumentList.Text)
            .Add("authentication", ArgumentList.Word("client_secret_post", "client_secret_basic", "none")).Node;
    }

    private static TemplateNode? Endpoints(Cursor at) =>
        at.IsObjectOf("token", "revocation", "introspection") ? new ArgumentList(at).Add("token", ArgumentList.Text).Node : null;

    private static TemplateNode? Request(Cursor at) =>
        at.IsObjectOf("encoding")
            ? new ArgumentList(at).Add("encoding", ArgumentList.Word("application/x-www-form-urlencoded", "application/json")).Node
            : null;
}
