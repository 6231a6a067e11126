using AgentBus.Models.Gateway;

namespace AgentBus.ModelGateway.Errors;

/// <summary>What the OpenAI API has and this gateway has not, and a wrong method: an error that its clients can show.</summary>
internal static class UnknownUrl
{
    public static IResult Refuse(HttpRequest request) => WireErrors.Of(
        404, ModelErrorCodes.UnknownUrl, $"There is no {request.Method} {request.Path} here. There is POST /v1/chat/completions and GET /v1/models.");
}
