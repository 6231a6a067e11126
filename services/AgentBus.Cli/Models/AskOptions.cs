using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using AgentBus.Models.Gateway;

namespace AgentBus.Cli.Models;

/// <summary>Options of <c>agentbus models ask</c>; the gateway checks what they say.</summary>
internal sealed class AskOptions
{
    private readonly Option<string> _model = new("--model") { Description = "A model, alias or tier. Default: auto, the gateway chooses.", DefaultValueFactory = _ => "auto" };
    private readonly Option<string?> _system = new("--system") { Description = "Instruction for the model." };
    private readonly Option<string?> _objective = new Option<string?>("--objective") { Description = "What matters most: quality, cost, latency or balanced." }.AcceptOnlyFromAmong("quality", "cost", "latency", "balanced");
    private readonly Option<decimal?> _maxCost = new("--max-cost") { Description = "US dollars that the answer may cost at most." };
    private readonly Option<string?> _deadline = new("--deadline") { Description = "When the answer must be there: 30s, 2m, 1h, or an instant such as 2026-11-22T18:00:00Z." };
    private readonly Option<double?> _minQuality = new("--min-quality") { Description = "Lowest expected quality of a model, 0 to 1." };
    private readonly Option<string?> _dataPolicy = new("--data-policy") { Description = "Where the question may go: any, local-only, or region=eu,ch." };
    private readonly Option<string?> _stepType = new("--step-type") { Description = "Kind of work, which the router learns by." };
    private readonly Option<int?> _maxTokens = new("--max-tokens") { Description = "Longest answer." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _model, _system, _objective, _maxCost, _deadline, _minQuality, _dataPolicy, _stepType, _maxTokens })
        {
            command.Add(option);
        }
    }

    /// <summary>The request as the OpenAI API has it.</summary>
    public JsonObject Request(ParseResult parse, string question, string tenant, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(question))
        {
            throw CliException.Usage("There is nothing to ask; give a question, or - for standard input.");
        }

        var messages = new JsonArray();
        if (parse.GetValue(_system) is { } system)
        {
            messages.Add((JsonNode)new JsonObject { ["role"] = "system", ["content"] = system });
        }

        messages.Add((JsonNode)new JsonObject { ["role"] = "user", ["content"] = question });
        var request = new JsonObject { ["model"] = parse.GetValue(_model), ["messages"] = messages, ["metadata"] = Hints(parse, tenant, now) };
        if (parse.GetValue(_maxTokens) is { } most)
        {
            request["max_tokens"] = most;
        }

        return request;
    }

    private JsonObject Hints(ParseResult parse, string tenant, DateTimeOffset now)
    {
        (string Name, string? Value)[] hints =
        [
            (HintNames.Tenant, tenant),
            (HintNames.Objective, parse.GetValue(_objective)),
            (HintNames.MaxCostUsd, parse.GetValue(_maxCost)?.ToString(CultureInfo.InvariantCulture)),
            (HintNames.Deadline, parse.GetValue(_deadline) is { } deadline ? Instant(deadline, now).ToString("O", CultureInfo.InvariantCulture) : null),
            (HintNames.MinQuality, parse.GetValue(_minQuality)?.ToString(CultureInfo.InvariantCulture)),
            (HintNames.DataPolicy, parse.GetValue(_dataPolicy)),
            (HintNames.StepType, parse.GetValue(_stepType)),
        ];
        return new JsonObject(hints.Where(hint => hint.Value is not null).Select(hint => KeyValuePair.Create(hint.Name, (JsonNode?)hint.Value)));
    }

    private static DateTimeOffset Instant(string text, DateTimeOffset now)
    {
        var unit = text.Length > 1 ? text[^1] : ' ';
        if (unit is 's' or 'm' or 'h' && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count < 100_000)
        {
            return now + (unit switch { 's' => TimeSpan.FromSeconds(count), 'm' => TimeSpan.FromMinutes(count), _ => TimeSpan.FromHours(count) });
        }

        return text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw CliException.Usage($"--deadline is '{text}'; give a time from now such as 30s, 2m or 1h, or an instant such as 2026-11-22T18:00:00Z.");
    }
}
