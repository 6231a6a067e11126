using Microsoft.Extensions.Options;

namespace AgentBus.Hosting.Modes;

/// <summary>Turns what stopped a start into one line for a person.</summary>
internal static class StartFailure
{
    public static string Describe(Exception exception) => string.Join("; ", Messages(exception).Distinct()).ReplaceLineEndings(" ");

    private static IEnumerable<string> Messages(Exception exception) => exception switch
    {
        AggregateException many => many.InnerExceptions.SelectMany(Messages),
        OptionsValidationException options => options.Failures,
        InvalidDataException or FormatException when exception.InnerException is { } inner => [$"{exception.Message} {string.Join(' ', Messages(inner))}"],
        _ => [exception.Message],
    };
}
