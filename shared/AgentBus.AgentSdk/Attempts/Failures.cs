using System.Text;
using System.Text.Json;
using AgentBus.AgentSdk.Chat;
using AgentBus.Contracts;

namespace AgentBus.AgentSdk.Attempts;

/// <summary>Turns what went wrong into a typed result. Pure.</summary>
internal static class Failures
{
    private const int LongestMessage = 2048;
    private const int LongestDetail = 8192;

    public static Ending Of(Exception exception) => exception switch
    {
        InvalidAnswerException => new Ending(AgentResultKind.InvalidOutput, Failure: new AgentFailure("invalid-output", exception.Message)),
        PromptMissingException => new Ending(AgentResultKind.Permanent, Failure: new AgentFailure("prompt-missing", exception.Message)),
        _ when ModelFailure.Of(exception) is { } failure => failure.ToEnding(),
        _ => new Ending(AgentResultKind.Transient, Failure: new AgentFailure(CodeOf(exception), exception.Message, exception.StackTrace)),
    };

    public static Ending Unfit(string agent, JsonException exception) => new(
        AgentResultKind.Permanent,
        Failure: new AgentFailure("invalid-input", $"The input does not fit agent {agent} at {exception.Path ?? "$"}: {exception.Message} Correct 'with.input' of the task."));

    public static Ending TooLarge(string agent, int bytes, int most) => new(
        AgentResultKind.InvalidOutput,
        Failure: new AgentFailure("output-too-large", $"The output of agent {agent} has {bytes} bytes as JSON; at most {most} are taken. Return less, or a reference."));

    public static Ending Late(DispatchAttempt dispatch) => new(
        AgentResultKind.Transient, Failure: new AgentFailure("deadline", $"The attempt was not done by its deadline {dispatch.Deadline:O}."));

    public static Ending Stopping() => new(
        AgentResultKind.Transient, Failure: new AgentFailure("worker-stopping", "The worker is shutting down."));

    public static AgentFailure? Bound(AgentFailure? failure) => failure is null ? null : failure with
    {
        Message = Cut(failure.Message, LongestMessage)!,
        Detail = Cut(failure.Detail, LongestDetail),
    };

    // HttpRequestException -> http-request
    private static string CodeOf(Exception exception)
    {
        var name = exception.GetType().Name;
        name = name.Length > 9 && name.EndsWith("Exception", StringComparison.Ordinal) ? name[..^9] : name;
        var code = new StringBuilder();
        foreach (var letter in name)
        {
            code.Append(char.IsUpper(letter) && code.Length > 0 ? "-" : "").Append(char.ToLowerInvariant(letter));
        }

        return code.ToString();
    }

    private static string? Cut(string? text, int length) => text?.Length > length ? $"{text[..(length - 1)]}…" : text;
}
