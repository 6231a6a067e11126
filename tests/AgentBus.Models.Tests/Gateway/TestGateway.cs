using AgentBus.Models.Budgets;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Decisions;
using AgentBus.Models.Gateway;
using AgentBus.Models.Targets;
using AgentBus.Models.Tests.Providers;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentBus.Models.Tests.Gateway;

/// <summary>The model gateway in process with any configuration, which can be changed while it runs, and a clock that is moved by hand.</summary>
internal sealed class TestGateway : IDisposable
{
    private readonly IConfigurationRoot _configuration;
    private readonly ServiceProvider _services;

    public TestGateway(params (string Key, string? Value)[] settings)
        : this(_ => { }, settings)
    {
    }

    /// <param name="add">Registers stores and the like before the gateway's own.</param>
    /// <param name="settings">Settings of section <c>Models</c>.</param>
    public TestGateway(Action<IServiceCollection> add, (string Key, string? Value)[] settings)
    {
        _configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => $"Models:{s.Key}", s => s.Value)).Build();
        var services = new ServiceCollection();
        add(services);
        _services = services
            .AddSingleton<TimeProvider>(Clock)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
            .AddModels(_configuration)
            .BuildServiceProvider();
    }

    public MovedClock Clock { get; } = new();

    public LogCapture Log { get; } = new();

    public LiveModels Models => _services.GetRequiredService<LiveModels>();

    public ChatRouter Router => _services.GetRequiredService<ChatRouter>();

    public IChatClient Client => _services.GetRequiredService<IChatClient>();

    public IBudgetLedger Ledger => _services.GetRequiredService<IBudgetLedger>();

    public IDecisionLog Decisions => _services.GetRequiredService<IDecisionLog>();

    public ModelState State(string model) => _services.GetRequiredService<ModelStates>().Read().Models.Single(m => m.Model == model);

    /// <summary>Models of stand-in servers, each at its own provider of the same name, at 1 USD per million tokens of prompt and 10 of answer, dearer from one to the next.</summary>
    public static (string Key, string? Value)[] Of(params (string Name, string Url)[] models) =>
    [
        .. models.SelectMany((m, i) => new (string, string?)[]
        {
            ($"Providers:{m.Name}:Kind", "OpenAI"),
            ($"Providers:{m.Name}:BaseUrl", m.Url),
            ($"Models:{m.Name}:Provider", m.Name),
            ($"Models:{m.Name}:InputUsdPerMillion", $"{i + 1}"),
            ($"Models:{m.Name}:OutputUsdPerMillion", $"{(i + 1) * 10}"),
        }),
    ];

    public Task<ChatResponse> AskAsync(string model = "auto", string text = "Say hello.", ChatOptions? options = null, params (string Name, object Value)[] hints)
    {
        options ??= new ChatOptions();
        options.ModelId = model;
        foreach (var (name, value) in hints)
        {
            (options.AdditionalProperties ??= [])[name] = value;
        }

        return Client.GetResponseAsync(text, options);
    }

    public async Task<string> ModelOfAsync(string model = "auto", params (string Name, object Value)[] hints) =>
        (string)(await AskAsync(model, hints: hints)).AdditionalProperties![AnswerProperties.Model]!;

    public async Task<ModelException> FailAsync(string model = "auto", string text = "Say hello.", ChatOptions? options = null, params (string Name, object Value)[] hints) =>
        await Should.ThrowAsync<ModelException>(() => AskAsync(model, text, options, hints));

    public void Change(params (string Key, string? Value)[] settings)
    {
        foreach (var (key, value) in settings)
        {
            _configuration[$"Models:{key}"] = value;
        }

        _configuration.Reload();
    }

    public async Task<ModelDecision> DecisionAsync(ChatResponse answer)
    {
        await WriteDecisionsAsync();
        var decision = await Decisions.FindAsync((Guid)answer.AdditionalProperties![AnswerProperties.Decision]!, default);
        return decision.ShouldNotBeNull();
    }

    /// <summary>Writes down the decisions made until now; those of later calls are lost.</summary>
    public async Task WriteDecisionsAsync()
    {
        var writer = _services.GetRequiredService<DecisionWriter>();
        await writer.StartAsync(default);
        await writer.StopAsync(default);
    }

    /// <summary>Learns from all outcomes that are settled by now.</summary>
    public Task LearnAsync() => _services.GetServices<IHostedService>().OfType<OutcomeFolder>().Single().RunOnceAsync(default);

    public void Dispose() => _services.Dispose();
}
