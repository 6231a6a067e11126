using System.Text.Json;
using AgentBus.Models.Gateway;
using AgentBus.Models.Wire;

namespace AgentBus.ModelGateway.Errors;

/// <summary>Errors in the OpenAI API's form, which its clients understand.</summary>
internal static class WireErrors
{
    public static IResult Of(ModelException exception) => Results.Json(BodyOf(exception), WireJson.Default.WireErrorBody, statusCode: exception.Error.Status);

    public static IResult Of(int status, string code, string message) => Results.Json(Body(status, code, message, null), WireJson.Default.WireErrorBody, statusCode: status);

    public static WireErrorBody BodyOf(ModelException exception) =>
        Body(exception.Error.Status, exception.Error.Code, exception.Error.Message, exception.CostUsd > 0 ? new WireErrorCost(exception.CostUsd) : null);

    private static WireErrorBody Body(int status, string code, string message, WireErrorCost? cost) =>
        new(new WireError(message, Type(status), JsonSerializer.SerializeToElement(code, WireJson.Default.String)), cost);

    public static IResult TooLarge() =>
        Of(413, "request_too_large", $"The body is over {Chat.ChatCompletionsEndpoint.MaxBytes / 1024 / 1024} MB; send less text.");

    private static string Type(int status) => status switch
    {
        401 => "authentication_error",
        429 => "rate_limit_error",
        >= 500 => "api_error",
        _ => "invalid_request_error",
    };
}
