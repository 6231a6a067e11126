using AgentBus.Hosting.Outbound;

namespace AgentBus.Orchestrator.Calls.Http;

/// <summary>Puts failures of the transport into the standard's errors.</summary>
internal static class Failures
{
    /// <param name="mayRepeat">Whether doing it twice does no more than once.</param>
    public static CallException Of(Exception failure, object what, bool mayRepeat)
    {
        for (var inner = failure; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case AddressRefusedException:
                    return new CallException("authorization", 403, $"{what}: {inner.Message}.");
                case AnswerTooLargeException:
                    return new CallException("runtime", 500, $"{what}: {inner.Message}");
                case HttpRequestException { StatusCode: { } status }:
                    return new CallException("communication", (int)status, $"{what}: {inner.Message}") { MayPass = mayRepeat && (int)status is 408 or 429 or >= 500 };
            }
        }

        return new CallException("communication", 503, $"{what} could not be done: {failure.GetBaseException().Message}") { MayPass = mayRepeat };
    }
}
