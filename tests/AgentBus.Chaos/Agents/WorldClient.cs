using System.Net.Http.Json;
using AgentBus.Chaos.Outside;

namespace AgentBus.Chaos.Agents;

/// <summary>How the hand reaches the outside world: patiently, since every request bears a key that makes its repetition harmless.</summary>
internal sealed class WorldClient(HttpClient http) : IDisposable
{
    private const int Tries = 8;

    /// <summary>Has this effect, once for its key.</summary>
    public Task ApplyAsync(WorldEffect effect, CancellationToken cancellationToken) => PostAsync(
        "effects", JsonContent.Create(effect, WorldJson.Default.WorldEffect), cancellationToken);

    /// <summary>Counts a try; returns which one it is, from 1. The same attempt is the same try, however often its message comes.</summary>
    public async Task<int> TryAsync(string name, string effect, string attempt, CancellationToken cancellationToken) =>
        int.Parse(
            await PostAsync("tries", JsonContent.Create(new WorldEffect(name, effect, attempt), WorldJson.Default.WorldEffect), cancellationToken),
            System.Globalization.CultureInfo.InvariantCulture);

    public void Dispose() => http.Dispose();

    private async Task<string> PostAsync(string path, JsonContent content, CancellationToken cancellationToken)
    {
        using (content)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
                    answer.EnsureSuccessStatusCode();
                    return await answer.Content.ReadAsStringAsync(cancellationToken);
                }
                catch (HttpRequestException) when (attempt < Tries)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(50 * attempt), TimeProvider.System, cancellationToken);
                }
            }
        }
    }
}
