using AgentBus.Gateway.Auth;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AgentBus.Gateway.OpenApi;

/// <summary>The description of the API at <c>/openapi/v1.json</c>: this API alone, whatever else the host maps.</summary>
internal static class OpenApiExtensions
{
    public const string DocumentName = "v1";

    public static void AddGatewayOpenApi(this IServiceCollection services) =>
        services.AddOpenApi(DocumentName, options =>
        {
            options.ShouldInclude = description => description.GroupName == DocumentName;
            options.AddDocumentTransformer((document, _, _) =>
            {
                Describe(document);
                return Task.CompletedTask;
            });
        });

    private static void Describe(OpenApiDocument document)
    {
        document.Info.Title = "AgentBus";
        document.Info.Description = "Runs of workflows of AI agents. Errors are RFC 7807 problems; roles: " + string.Join(", ", Roles.All) + ".";
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [ApiKeyHandler.SchemeName] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API key: abk_{id}_{secret}. X-Api-Key takes it too.",
            },
        };
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiKeyHandler.SchemeName, document)] = [] },
        ];
    }
}
