using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentBus.Models.Tests.Providers;

/// <summary>The model gateway in process, configured as a user would, with one model <c>big</c> of one provider <c>main</c>.</summary>
internal sealed class Host : IDisposable
{
    public const string Key = "sk-test-0123456789";
    private readonly ServiceProvider _services;

    public Host(ProviderKind kind, string url, params (string Key, string Value)[] more)
    {
        var variable = $"AGENTBUS_TEST_KEY_{Guid.NewGuid():n}";
        Environment.SetEnvironmentVariable(variable, Key);
        var settings = new Dictionary<string, string?>
        {
            ["Models:Providers:main:Kind"] = kind.ToString(),
            ["Models:Providers:main:BaseUrl"] = url,
            ["Models:Providers:main:ApiKeyEnv"] = variable,
            ["Models:Models:big:Provider"] = "main",
            ["Models:Models:big:Upstream"] = "vendor-big-1",
            ["Models:Models:big:InputUsdPerMillion"] = "2",
            ["Models:Models:big:OutputUsdPerMillion"] = "10",
            ["Models:Models:big:CachedInputUsdPerMillion"] = "0.5",
            ["Models:Models:big:Aliases:0"] = "best",
        };
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        _services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
            .AddModels(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .BuildServiceProvider();
    }

    public LogCapture Log { get; } = new();

    public IChatClient Client => _services.GetRequiredService<IChatClient>();

    public Task<ChatResponse> AskAsync(ChatOptions? options = null, string text = "Say hello.", CancellationToken cancellationToken = default) =>
        Client.GetResponseAsync([new ChatMessage(ChatRole.System, "You are brief."), new ChatMessage(ChatRole.User, text)], options, cancellationToken);

    public async Task<ModelError> FailAsync(ChatOptions? options = null) => (await Should.ThrowAsync<ModelException>(() => AskAsync(options))).Error;

    public void Dispose() => _services.Dispose();
}
