using System.Text.Json;
using AgentBus.Cli.Screen;
using AgentBus.Gateway.Tests.Support;

namespace AgentBus.Cli.Tests.Support;

/// <summary>Runs command lines against a gateway and holds what they said.</summary>
internal sealed class Shell(GatewayHost? host, string? key = GatewayHost.AdminKey)
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public string Folder { get; init; } = Path.GetTempPath();

    public string Input { get; init; } = "";

    public Dictionary<string, string> Variables { get; } = [];

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    public JsonElement Json => JsonElement.Parse(Out);

    public Task<int> RunAsync(params string[] args) => RunAsync(args, CancellationToken.None);

    public Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        _out.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        return CliApp.RunAsync(args, Terminal(), cancellationToken);
    }

    /// <summary>Runs and insists on success; the answer is standard output.</summary>
    public async Task<string> OkAsync(params string[] args)
    {
        (await RunAsync(args)).ShouldBe(ExitCode.Success, Error);
        return Out;
    }

    private Terminal Terminal() => new(
        TextWriter.Synchronized(_out), TextWriter.Synchronized(_error), new StringReader(Input), IsLive: false, Width: 200, Folder, Variable, TimeProvider.System);

    private string? Variable(string name) => Variables.GetValueOrDefault(name) ?? name switch
    {
        "AGENTBUS_URL" => host?.Url.ToString(),
        "AGENTBUS_KEY" => key,
        _ => null,
    };
}
