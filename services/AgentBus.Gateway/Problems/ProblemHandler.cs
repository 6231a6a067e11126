using System.Data.Common;
using Microsoft.AspNetCore.Diagnostics;

namespace AgentBus.Gateway.Problems;

/// <summary>Turns what a handler threw into an RFC 7807 answer; what nobody foresaw is logged and hides its text.</summary>
internal sealed class ProblemHandler(ILogger<ProblemHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            return true;
        }

        await ApiProblem.WriteAsync(httpContext, Classify(httpContext, exception));
        return true;
    }

    private ProblemException Classify(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case ProblemException problem:
                return problem;
            case BadHttpRequestException { StatusCode: var status } bad:
                return new(status, "invalid-request", "The request is not valid.", bad.Message);
            case DbException or TimeoutException:
                Log.StoreFailed(logger, exception, context.Request.Path);
                context.Response.Headers.RetryAfter = "2";
                return new(StatusCodes.Status503ServiceUnavailable, "store-unavailable", "The store does not answer.",
                    "The store does not answer at the moment; nothing was changed as far as is known. Repeat the request, with its Idempotency-Key.");
            default:
                Log.RequestFailed(logger, exception, context.Request.Method, context.Request.Path);
                return new(StatusCodes.Status500InternalServerError, "internal", "Something went wrong here.",
                    "The cause is in the log of the gateway under the trace id.");
        }
    }
}
