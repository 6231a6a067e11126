using AgentBus.Gateway.Problems;
using AgentBus.Workflows.Definitions;
using Microsoft.Net.Http.Headers;

namespace AgentBus.Gateway.Definitions;

/// <summary>Reads a definition out of a request, or ends the request with every problem of the document.</summary>
internal static class DefinitionBody
{
    /// <summary>Longest document in bytes.</summary>
    public const int MaxBytes = 1_024 * 1_024;

    private static readonly IReadOnlyList<string> Yaml = ["application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "text/plain"];

    public static async Task<(string Text, WorkflowDefinition Definition)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentType is { } given && !request.HasJsonContentType() && !IsYaml(given))
        {
            throw ApiProblem.MediaType(given, "application/yaml or application/json");
        }

        var text = await RequestBody.ReadTextAsync(request, MaxBytes, cancellationToken);
        return (text, Parse(text));
    }

    /// <summary>Whether a media type stands for YAML.</summary>
    public static bool IsYaml(string mediaType) =>
        MediaTypeHeaderValue.TryParse(mediaType, out var type)
        && Yaml.Any(yaml => type.MediaType.Equals(yaml, StringComparison.OrdinalIgnoreCase));

    private static WorkflowDefinition Parse(string text)
    {
        var result = DefinitionReader.Read(text);
        return result.Definition ?? throw Invalid([.. result.Problems.Select(Error)]);
    }

    public static ProblemException Invalid(IReadOnlyList<ProblemError> errors) => new(
        StatusCodes.Status400BadRequest, "definition-invalid", "The definition is not valid.",
        errors.Count == 1 ? errors[0].Message : $"The definition has {errors.Count} problems; nothing was stored.", errors);

    private static ProblemError Error(Problem problem) => new(
        problem.Line > 0 ? problem.Line : null, problem.Line > 0 ? problem.Column : null, problem.Path, problem.Message);
}
