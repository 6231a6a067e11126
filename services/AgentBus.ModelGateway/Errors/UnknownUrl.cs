using AgentBus.Models.Gateway;

namespace AgentBus.ModelGateway.Errors;

/// <summary>What the OpenAI API has and this gateway has not, and a wrong method: an error that its clients can show.</summary>
internal static class UnknownUrl
{
    public static IResult Refuse(HttpRequest request) => WireErrors.Of(
        404, ModelErrorCodes.UnknownUrl, $"There is no {request.Method} {request.Path} here. Of the OpenAI API there are /v1/chat/completions, /v1/models, /v1/files and /v1/batches.");

    /// <summary>Beside other endpoints under <c>/v1</c>: what OpenAI's clients have methods for.</summary>
    public static void MapTo(IEndpointRouteBuilder api)
    {
        string[] paths = ["/responses/{**rest}", "/embeddings", "/completions", "/moderations", "/images/{**rest}", "/audio/{**rest}"];
        foreach (var path in paths)
        {
            api.Map(path, Refuse);
        }
    }
}
