using System.CommandLine;
using AgentBus.Models.Routing.Evaluation;

namespace AgentBus.Cli.Models;

/// <summary>Options of <c>agentbus models evaluate</c>.</summary>
internal sealed class EvaluateOptions
{
    private const int FewestCalls = 20;
    private readonly Option<string> _prompt = new("--prompt-column") { Description = "Column of the prompt. Default: prompt.", DefaultValueFactory = _ => "prompt" };
    private readonly Option<string?> _stepType = new("--step-type-column") { Description = "Column of the step type; without it only the prompt counts." };
    private readonly Option<string> _quality = new("--quality") { Description = "model=column,...: where it stands how good the answer of a model was, 0 to 1.", Required = true };
    private readonly Option<string> _cost = new("--cost") { Description = "model=number,...: cost of a call, in any unit.", Required = true };
    private readonly Option<string?> _leaveOut = new("--leave-out") { Description = "Column; rows with 1 in it are left out. Default: contaminated, where there is one." };
    private readonly Option<int> _folds = new("--folds") { Description = "Parts of the cross-validation. Default: 5.", DefaultValueFactory = _ => 5 };
    private readonly Option<int?> _labels = new("--labels") { Description = "Learn from this many drawn calls only and predict all others." };
    private readonly Option<int> _draws = new("--draws") { Description = "With --labels: how often they are drawn; figures are means. Default: 4.", DefaultValueFactory = _ => 4 };
    private readonly Option<int> _seed = new("--seed") { Description = "Seed of all that is drawn. Default: 1.", DefaultValueFactory = _ => 1 };

    /// <summary>One pass from nothing instead.</summary>
    public Option<bool> Online { get; } = new("--online")
    {
        Description = "Play the calls once as live traffic, from nothing, with the outcome of the called model only, at nine shares of dear calls.",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _prompt, _stepType, _quality, _cost, _leaveOut, _folds, _labels, _draws, Online, _seed })
        {
            command.Add(option);
        }
    }

    public EvaluationSettings Settings(ParseResult parse)
    {
        var quality = NamedValues.Parse("--quality", parse.GetValue(_quality)!);
        var costs = NamedValues.Parse("--cost", parse.GetValue(_cost)!).ToDictionary(pair => pair.Name, pair => NamedValues.Cost("--cost", pair.Name, pair.Value), StringComparer.Ordinal);
        if (quality.FirstOrDefault(model => !costs.ContainsKey(model.Name)).Name is { } unpriced)
        {
            throw CliException.Usage($"--cost does not name '{unpriced}', which --quality does.");
        }

        if (costs.Keys.FirstOrDefault(name => quality.All(model => model.Name != name)) is { } unjudged)
        {
            throw CliException.Usage($"--quality does not name '{unjudged}', which --cost does.");
        }

        return new EvaluationSettings([.. quality.Select(model => new EvaluatedModel(model.Name, costs[model.Name]))])
        {
            Folds = parse.GetValue(_folds), Labels = parse.GetValue(_labels), Draws = parse.GetValue(_draws), Seed = parse.GetValue(_seed),
        };
    }

    public LabelledCalls Calls(ParseResult parse, string? usualLeaveOut) => new(
        parse.GetValue(_prompt)!, parse.GetValue(_stepType), parse.GetValue(_leaveOut) ?? usualLeaveOut, NamedValues.Parse("--quality", parse.GetValue(_quality)!));

    /// <summary>Refuses what cannot be evaluated.</summary>
    public static void Check(EvaluationSettings settings, int calls)
    {
        var fault = settings switch
        {
            { Models.Count: < 2 } => "--quality names one model; to choose there must be two at least.",
            _ when settings.Models.Select(model => model.Cost).Distinct().Count() < 2 => "--cost gives all models the same cost; then the best one is the choice and there is nothing to evaluate.",
            _ when calls < FewestCalls => $"There are {calls} rows to evaluate; {FewestCalls} are the least.",
            _ when settings.Folds < 2 || settings.Folds > calls => $"--folds is {settings.Folds}; give 2 to the number of rows, {calls}.",
            { Labels: { } labels } when labels < 1 || labels >= calls => $"--labels is {labels}; give 1 to one less than the number of rows, {calls}.",
            { Draws: < 1 or > 100 } => $"--draws is {settings.Draws}; give 1 to 100.",
            _ => null,
        };
        if (fault is not null)
        {
            throw CliException.Usage(fault);
        }
    }
}
