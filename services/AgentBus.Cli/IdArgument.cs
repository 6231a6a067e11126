using System.CommandLine;
using System.CommandLine.Parsing;

namespace AgentBus.Cli;

/// <summary>Arguments and options that are the id of a run, an approval or a message; what is none gets a sentence that says where ids stand.</summary>
internal static class IdArgument
{
    private const string DeadLetters = "dead letter";
    private const string ModelDecision = "decision";
    private const string ParkedMessage = "parked message";

    public static Argument<Guid> Run() => new("run") { Description = "The run's id.", CustomParser = result => Read(result, "run") ?? default };

    public static Argument<Guid?> OptionalRun() =>
        new("run") { Description = "The run's id.", Arity = ArgumentArity.ZeroOrOne, CustomParser = result => Read(result, "run") };

    public static Option<Guid?> RunOption(string description) => new("--run") { Description = description, CustomParser = result => Read(result, "run") };

    public static Argument<Guid> Approval() =>
        new("approval") { Description = "The approval's id.", CustomParser = result => Read(result, "approval") ?? default };

    public static Argument<Guid?> OptionalApproval(string description) =>
        new("approval") { Description = description, Arity = ArgumentArity.ZeroOrOne, CustomParser = result => Read(result, "approval") };

    public static Argument<Guid> DeadLetter() =>
        new("letter") { Description = "The dead letter's id.", CustomParser = result => Read(result, DeadLetters) ?? default };

    public static Argument<Guid?> OptionalDeadLetter() =>
        new("letter") { Description = "The dead letter's id.", Arity = ArgumentArity.ZeroOrOne, CustomParser = result => Read(result, DeadLetters) };

    public static Argument<Guid> Parked() =>
        new("message") { Description = "The parked message's id.", CustomParser = result => Read(result, ParkedMessage) ?? default };

    public static Argument<Guid> Decision(string description) =>
        new("decision") { Description = description, CustomParser = result => Read(result, ModelDecision) ?? default };

    private static Guid? Read(ArgumentResult result, string what)
    {
        if (result.Tokens is not [var token])
        {
            return null;
        }

        if (Guid.TryParse(token.Value, out var id))
        {
            return id;
        }

        var (article, list) = what switch
        {
            "run" => ("a run", "runs"),
            ParkedMessage => ("a parked message", "parked list"),
            ModelDecision => ("a decision", "models decisions"),
            DeadLetters => ("a dead letter", "dead-letters list"),
            _ => ("an approval", "approvals"),
        };
        result.AddError($"'{token.Value}' is not the id of {article}. 'agentbus {list}' lists them with their ids.");
        return null;
    }
}
