using System.Globalization;
using AgentBus.Models;
using AgentBus.Models.Cache;
using AgentBus.Models.Gateway;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.ModelBench.Cache;

/// <summary>The gateway's near-match cache, filled with prompts whose answers are their own numbers, so that it is known whose answer was served.</summary>
internal sealed class CacheBed : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddLogging()
        .AddModels(new ConfigurationBuilder().AddInMemoryCollection([new("Models:Cache:Mode", nameof(CacheMode.Near)), new("Models:Cache:Ttl", "1.00:00:00")]).Build())
        .BuildServiceProvider();

    private readonly List<string> _kept = [];

    private IAnswerCache Cache => _services.GetRequiredService<IAnswerCache>();

    /// <summary>The prompt whose answer serves this one; null when a model has to be asked.</summary>
    public async Task<string?> ServedAsync(string prompt) => await Cache.FindAsync(Call(prompt), default) is { } answer
        ? _kept[int.Parse(answer.Response.Text, CultureInfo.InvariantCulture)]
        : null;

    public async Task KeepAsync(string prompt)
    {
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, _kept.Count.ToString(CultureInfo.InvariantCulture)));
        _kept.Add(prompt);
        await Cache.KeepAsync(Call(prompt), new ChatAnswer(response, "m", "p", "asked", 1, TimeSpan.Zero), default);
    }

    public void Dispose() => _services.Dispose();

    private static ChatCall Call(string prompt) => new("auto", [new ChatMessage(ChatRole.User, prompt)], new ChatOptions(), CallHints.None);
}
