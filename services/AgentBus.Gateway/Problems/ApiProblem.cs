using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace AgentBus.Gateway.Problems;

/// <summary>The problems of the API: thrown by handlers, written by middleware.</summary>
internal static class ApiProblem
{
    public static ProblemException NotFound(string what, object id) =>
        new(StatusCodes.Status404NotFound, "not-found", "Not found.", $"There is no {what} '{id}'.");

    public static ProblemException Invalid(string detail, IReadOnlyList<ProblemError>? errors = null) =>
        new(StatusCodes.Status400BadRequest, "invalid-request", "The request is not valid.", detail, errors);

    public static ProblemException Invalid(string path, string message) => Invalid(message, [new ProblemError(null, null, path, message)]);

    public static ProblemException Conflict(string code, string detail) =>
        new(StatusCodes.Status409Conflict, code, "The request does not fit the present state.", detail);

    public static ProblemException TooLarge(long limit) =>
        new(StatusCodes.Status413PayloadTooLarge, "body-too-large", "The body is too large.",
            $"The body is over the limit of {limit:N0} bytes. Send less, or have the operator raise Gateway:MaxBodyBytes.");

    public static ProblemException MediaType(string? given, string wanted) =>
        new(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "The content type is not supported.",
            $"The content type '{given}' is not understood here. Send {wanted}.");

    /// <summary>Writes the answer whatever the Accept header says: an error nobody can read helps nobody.</summary>
    public static Task WriteAsync(HttpContext context, ProblemException problem) => TypedResults.Problem(Details(context, problem)).ExecuteAsync(context);

    /// <summary>For a status that a middleware set without a body.</summary>
    public static ProblemException OfStatus(HttpContext context, int status) => status switch
    {
        StatusCodes.Status404NotFound => new(status, "no-such-route", "Not found.",
            $"There is nothing at {context.Request.Path}. The routes are listed in /openapi/v1.json."),
        StatusCodes.Status405MethodNotAllowed => new(status, "method-not-allowed", "The method is not allowed.",
            $"{context.Request.Method} is not possible at {context.Request.Path}; allowed: {context.Response.Headers.Allow}."),
        _ => new(status, "http-error", "The request failed.", $"The request ended with status {status}."),
    };

    private static ProblemDetails Details(HttpContext context, ProblemException problem)
    {
        var details = new ProblemDetails
        {
            Type = $"urn:agentbus:problem:{problem.Code}",
            Status = problem.Status,
            Title = problem.Title,
            Detail = problem.Message,
            Instance = context.Request.Path,
        };
        if (problem.Errors is { } errors)
        {
            details.Extensions["errors"] = errors;
        }

        details.Extensions["traceId"] = Activity.Current?.Id ?? context.TraceIdentifier;
        return details;
    }
}
