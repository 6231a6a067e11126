using AgentBus.Gateway.Problems;
using AgentBus.Workflows;
using AgentBus.Workflows.Definitions;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace AgentBus.Gateway.Definitions;

/// <summary>Reads a definition out of a request, or ends the request with every problem of the document.</summary>
internal sealed class DefinitionBody(IOptions<WorkflowLimits> limits, FunctionSource functions)
{
    private static readonly IReadOnlyList<string> Yaml = ["application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "text/plain"];

    public async Task<(string Text, WorkflowDefinition Definition)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentType is { } given && !request.HasJsonContentType() && !IsYaml(given))
        {
            throw ApiProblem.MediaType(given, "application/yaml or application/json");
        }

        var text = await RequestBody.ReadTextAsync(request, limits.Value.DocumentBytes, cancellationToken);
        text = await functions.CompleteAsync(text, cancellationToken);
        return (text, Parse(text));
    }

    /// <summary>Whether a media type stands for YAML.</summary>
    public static bool IsYaml(string mediaType) =>
        MediaTypeHeaderValue.TryParse(mediaType, out var type)
        && Yaml.Any(yaml => type.MediaType.Equals(yaml, StringComparison.OrdinalIgnoreCase));

    private WorkflowDefinition Parse(string text)
    {
        var result = DefinitionReader.Read(text, limits.Value);
        return result.Definition ?? throw Invalid([.. result.Problems.Select(Error)]);
    }

    public static ProblemException Invalid(IReadOnlyList<ProblemError> errors) => new(
        StatusCodes.Status400BadRequest, "definition-invalid", "The definition is not valid.",
        errors.Count == 1 ? errors[0].Message : $"The definition has {errors.Count} problems; nothing was stored.", errors);

    private static ProblemError Error(Problem problem) => new(
        problem.Line > 0 ? problem.Line : null, problem.Line > 0 ? problem.Column : null, problem.Path, problem.Message);
}
