using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AgentBus.Models.Decisions;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.ModelGateway.Tests.Decisions;

public sealed class FeedbackTests(OpenGateway open) : IClassFixture<OpenGateway>
{
    private static readonly DateTimeOffset Later = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private IDecisionLog Log => open.Host.Services.GetRequiredService<IDecisionLog>();

    [Theory]
    [InlineData("\"accepted\":true", 1)]
    [InlineData("\"accepted\":false", 0)]
    [InlineData("\"quality\":0.25", 0.25)]
    public async Task Feedback_judges_the_decision_it_names(string said, double quality)
    {
        var decision = await DecidedAsync();
        var (status, body) = await PostAsync($$"""{"decision":"{{decision}}",{{said}}}""");

        status.ShouldBe(HttpStatusCode.OK);
        body.GetProperty("quality").GetDouble().ShouldBe(quality);
        (await CreditsAsync(decision)).Single().ShouldSatisfyAllConditions(
            credit => credit.Outcome.Quality.ShouldBe(quality), credit => credit.Outcome.Source.ShouldBe(OutcomeSources.Feedback), credit => credit.Weight.ShouldBe(1));
    }

    [Fact]
    public async Task Feedback_repeated_under_its_key_counts_once()
    {
        var decision = await DecidedAsync();
        (await PostAsync($$"""{"decision":"{{decision}}","accepted":true}""", "k1")).Body.GetProperty("repeated").GetBoolean().ShouldBeFalse();
        (await PostAsync($$"""{"decision":"{{decision}}","accepted":true}""", "k1")).Body.GetProperty("repeated").GetBoolean().ShouldBeTrue();
        (await PostAsync($$"""{"decision":"{{decision}}","accepted":true}""", "k2")).Body.GetProperty("repeated").GetBoolean().ShouldBeFalse();
        (await CreditsAsync(decision)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_with_what_to_do_and_judges_nothing()
    {
        var decision = await DecidedAsync();
        (string Body, HttpStatusCode Status, string Words)[] wrong =
        [
            ("null", HttpStatusCode.BadRequest, "The body is null"),
            ("{nope", HttpStatusCode.BadRequest, "The body is not of the form {\"decision\": "),
            ("""{"accepted":true}""", HttpStatusCode.BadRequest, "decision is missing"),
            ($$"""{"decision":"{{decision}}"}""", HttpStatusCode.BadRequest, "either quality"),
            ($$"""{"decision":"{{decision}}","quality":1.5}""", HttpStatusCode.BadRequest, "either quality"),
            ($$"""{"decision":"{{decision}}","quality":1,"accepted":true}""", HttpStatusCode.BadRequest, "either quality"),
            ($$"""{"decision":"{{Guid.NewGuid()}}","quality":1}""", HttpStatusCode.NotFound, "has no decision"),
            ($$"""{"decision":"{{decision}}","quality":1,"tenant":"other"}""", HttpStatusCode.NotFound, "has no decision"),
        ];
        foreach (var (body, status, words) in wrong)
        {
            var answer = await PostAsync(body);
            answer.Status.ShouldBe(status, body);
            answer.Body.GetProperty("error").GetProperty("message").GetString()!.ShouldContain(words);
        }

        (await CreditsAsync(decision)).ShouldBeEmpty();
    }

    private async Task<Guid> DecidedAsync()
    {
        var decision = new ModelDecision(
            Guid.CreateVersion7(), DateTimeOffset.UnixEpoch, "default", null, null, null, null, "chat", "fixed", "1", 0, [], "extractive", 1, false, "", 0, TimeSpan.Zero, "answered");
        await Log.AppendAsync([decision], default);
        return decision.Id;
    }

    private async Task<List<OutcomeCredit>> CreditsAsync(Guid decision) =>
        [.. (await Log.CreditsAfterAsync(0, Later, 1000, default)).Where(credit => credit.Decision.Id == decision)];

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/feedback") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var answer = await open.Host.Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }
}
