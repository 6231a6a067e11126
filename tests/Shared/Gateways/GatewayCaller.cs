using System.Net.Http.Headers;

namespace AgentBus.Tests.Shared;

/// <summary>Calls a chat API and takes the time.</summary>
internal sealed class GatewayCaller(HttpClient http, Uri completions, string model)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly string _body = $$"""{"model":"{{model}}","max_tokens":100,"messages":[{"role":"system","content":"You are brief."},{"role":"user","content":"Do what has to be done, and say when it is."}]}""";

    /// <summary>Milliseconds to a whole answer.</summary>
    public async Task<double> CallAsync(CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        using var content = new StringContent(_body, Json);
        using var answer = await http.PostAsync(completions, content, cancellationToken);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        return TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>Milliseconds of each of so many calls, so many at once, in ascending order.</summary>
    public async Task<double[]> CallAsync(int calls, int atOnce, CancellationToken cancellationToken)
    {
        var all = await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            var own = new double[calls / atOnce];
            for (var i = 0; i < own.Length; i++)
            {
                own[i] = await CallAsync(cancellationToken);
            }

            return own;
        }));
        return [.. all.SelectMany(x => x).Order()];
    }
}
