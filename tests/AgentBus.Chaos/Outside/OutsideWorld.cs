using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentBus.Chaos.Outside;

/// <summary>
/// A stand-in for everything outside: an HTTP service that applies an effect once for each idempotency key and remembers under which keys
/// each effect came, and a model that is paid for each call. It lives in the process of the harness, which nobody kills. Now and then it is slow or
/// answers 503, by its seed.
/// </summary>
internal sealed class OutsideWorld : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(string Case, string Effect), ConcurrentDictionary<string, int>> _effects = new();
    private readonly Dictionary<(string Case, string Effect), List<string>> _tries = [];
    private readonly ConcurrentDictionary<(Guid Run, string Step, int Attempt), WorldCharge> _charges = new();
    private readonly Random _dice;
    private readonly WebApplication _app;

    private OutsideWorld(WebApplication app, int seed) => (_app, _dice) = (app, new Random(seed));

    /// <summary>Base address.</summary>
    public string Url => _app.Urls.First();

    /// <summary>Part of the requests that are answered 503; default 0.01. Half of them after the effect was applied.</summary>
    public double Faults { get; set; } = 0.01;

    /// <summary>Part of the requests that take up to 200 ms; default 0.02.</summary>
    public double Slow { get; set; } = 0.02;

    /// <summary>Requests for effects, repetitions included.</summary>
    public int Requests => _requests;

    private int _requests;

    /// <summary>Every effect that was had, with the keys it was applied under: one application for each key.</summary>
    public IEnumerable<(string Case, string Effect, IReadOnlyCollection<string> Keys)> Effects =>
        _effects.Select(pair => (pair.Key.Case, pair.Key.Effect, (IReadOnlyCollection<string>)[.. pair.Value.Keys]));

    /// <summary>What attempts paid, each attempt once.</summary>
    public IReadOnlyCollection<WorldCharge> Charges => [.. _charges.Values];

    public static async Task<OutsideWorld> OpenAsync(int seed)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var world = new OutsideWorld(app, seed);
        app.Run(world.AnswerAsync);
        await app.StartAsync();
        return world;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext http) => http.Request.Path.Value switch
    {
        "/effects" => EffectAsync(http),
        "/tries" => TryAsync(http),
        "/v1/chat/completions" => ChargeAsync(http),
        _ => Task.FromResult(http.Response.StatusCode = StatusCodes.Status404NotFound),
    };

    private async Task EffectAsync(HttpContext http)
    {
        var effect = (await http.Request.ReadFromJsonAsync(WorldJson.Default.WorldEffect, http.RequestAborted))!;
        Interlocked.Increment(ref _requests);
        var (slow, fault, applied) = Roll();
        if (slow > TimeSpan.Zero)
        {
            await Task.Delay(slow, TimeProvider.System, http.RequestAborted);
        }

        if (!fault || applied)
        {
            _effects.GetOrAdd((effect.Case, effect.Effect), _ => new()).AddOrUpdate(effect.Key, 1, (_, times) => times + 1);
        }

        http.Response.StatusCode = fault ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
    }

    private async Task TryAsync(HttpContext http)
    {
        var asked = (await http.Request.ReadFromJsonAsync(WorldJson.Default.WorldEffect, http.RequestAborted))!;
        await http.Response.WriteAsync(NumberOf(asked).ToString(CultureInfo.InvariantCulture), http.RequestAborted);
    }

    // Speaks the chat API of a model gateway: the question is the charge, the answer says what it cost.
    private async Task ChargeAsync(HttpContext http)
    {
        using var request = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        var question = request.RootElement.GetProperty("messages")[0].GetProperty("content").GetString()!;
        var charge = JsonSerializer.Deserialize(question, WorldJson.Default.WorldCharge)!;
        _charges[(charge.Run, charge.Step, charge.Attempt)] = charge;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(
            $$"""
            {"id":"1","model":"stand-in","choices":[{"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}],
            "usage":{"prompt_tokens":10,"completion_tokens":5},"agentbus":{"costUsd":{{charge.PriceUsd.ToString(CultureInfo.InvariantCulture)}} } }
            """, http.RequestAborted);
    }

    private int NumberOf(WorldEffect attempt)
    {
        lock (_tries)
        {
            ref var tries = ref CollectionsMarshal.GetValueRefOrAddDefault(_tries, (attempt.Case, attempt.Effect), out _);
            tries ??= [];
            if (!tries.Contains(attempt.Key))
            {
                tries.Add(attempt.Key);
            }

            return tries.IndexOf(attempt.Key) + 1;
        }
    }

    private (TimeSpan Slow, bool Fault, bool Applied) Roll()
    {
        lock (_dice)
        {
            return (_dice.NextDouble() < Slow ? TimeSpan.FromMilliseconds(_dice.Next(20, 200)) : TimeSpan.Zero, _dice.NextDouble() < Faults, _dice.Next(2) == 0);
        }
    }
}
