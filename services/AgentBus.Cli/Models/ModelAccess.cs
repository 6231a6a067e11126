using System.CommandLine;
using AgentBus.Cli.Api;

namespace AgentBus.Cli.Models;

/// <summary>Where the model gateway is: at the address of AgentBus where one process is all, else where it is said to be. Its keys are its own, so AgentBus' key is never sent to it.</summary>
internal sealed class ModelAccess
{
    private readonly Option<string?> _url = new("--models-url") { Description = "Address of the model gateway. Default: AGENTBUS_MODELS_URL, else that of AgentBus." };
    private readonly Option<string?> _key = new("--models-key") { Description = "Key for it, where it has keys. Default: AGENTBUS_MODELS_KEY." };
    private readonly Option<string> _tenant = new("--tenant") { Description = "Whose calls. Default: default.", DefaultValueFactory = _ => "default" };

    public void AddTo(Command command)
    {
        command.Add(_url);
        command.Add(_key);
        command.Add(_tenant);
    }

    public string Tenant(ParseResult parse) => parse.GetValue(_tenant)!;

    public ApiClient Open(ParseResult parse, Session session)
    {
        var given = parse.GetValue(_url) ?? session.Terminal.Variable("AGENTBUS_MODELS_URL");
        var key = parse.GetValue(_key) ?? session.Terminal.Variable("AGENTBUS_MODELS_KEY");
        return new ApiClient(given is null ? session.Api.Url : Address(given), string.IsNullOrWhiteSpace(key) ? null : key.Trim(), ApiServer.Models);
    }

    private static Uri Address(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
        ? url
        : throw CliException.Usage($"'{text}' is not an address of the model gateway; one such as http://127.0.0.1:8082 is wanted.");
}
