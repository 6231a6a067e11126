using System.CommandLine;
using AgentBus.Models.Routing.OffPolicy;

namespace AgentBus.Cli.Models;

/// <summary>Options of <c>agentbus models compare</c>.</summary>
internal sealed class CompareOptions
{
    private readonly Option<string> _prompt = Column("--prompt-column", "prompt", "the prompt; where there is none, only the step type predicts");
    private readonly Option<string?> _stepType = new("--step-type-column") { Description = "Column of the step type." };
    private readonly Option<string> _chosen = Column("--chosen-column", "model", "the model that was called");
    private readonly Option<string> _propensity = Column("--propensity-column", "propensity", "the probability with which it was chosen");
    private readonly Option<string> _outcome = Column("--outcome-column", "outcome", "how good the answer was, 0 to 1");
    private readonly Option<string?> _target = new("--target-column") { Description = "Column of the model that the other policy would have called." };
    private readonly Option<string?> _fixed = new("--fixed") { Description = "Instead of --target-column: the other policy always calls this model." };
    private readonly Option<double> _widest = new("--widest")
    {
        Description = "Points of a hundred that the interval of the gain may have to each side; a wider one gives no verdict. Default: 3.", DefaultValueFactory = _ => 3,
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _target, _fixed, _chosen, _propensity, _outcome, _prompt, _stepType, _widest })
        {
            command.Add(option);
        }
    }

    /// <summary>The widest interval that allows a verdict, as a share.</summary>
    public double Widest(ParseResult parse) => parse.GetValue(_widest) is var points and > 0 and <= 100
        ? points / 100
        : throw CliException.Usage("--widest takes points over 0 to 100.");

    public IEnumerable<LoggedCall> Read(ParseResult parse, CsvTable table)
    {
        var (chosen, propensity, outcome) = (parse.GetValue(_chosen)!, parse.GetValue(_propensity)!, parse.GetValue(_outcome)!);
        var (model, odds, reward, target) = (table.Column(chosen), table.Column(propensity), table.Column(outcome), Target(parse, table));
        int? prompt = table.Has(parse.GetValue(_prompt)!) ? table.Column(parse.GetValue(_prompt)!) : null;
        int? stepType = parse.GetValue(_stepType) is { } name ? table.Column(name) : null;
        return table.Rows.Select(row => new LoggedCall(
            prompt is { } at ? row.Fields[at] : "", stepType is { } type ? row.Fields[type] : null,
            row.Fields[model], row.Propensity(odds, propensity), row.Share(reward, outcome), target(row)));
    }

    private Func<CsvRow, string> Target(ParseResult parse, CsvTable table)
    {
        switch (parse.GetValue(_target), parse.GetValue(_fixed))
        {
            case ({ } name, null):
                var column = table.Column(name);
                return row => row.Fields[column];
            case (null, { } model):
                return _ => model;
            default:
                throw CliException.Usage("Say what the other policy does: give --target-column or --fixed, and not both.");
        }
    }

    private static Option<string> Column(string option, string usual, string what) =>
        new(option) { Description = $"Column of {what}. Default: {usual}.", DefaultValueFactory = _ => usual };
}
