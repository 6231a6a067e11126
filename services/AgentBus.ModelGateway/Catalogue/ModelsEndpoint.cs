using AgentBus.Models.Catalogue;
using AgentBus.Models.Wire;

namespace AgentBus.ModelGateway.Catalogue;

/// <summary><c>GET /v1/models</c>: the catalogue, with aliases and <c>auto</c> as names of their own.</summary>
internal static class ModelsEndpoint
{
    public static IResult List(ModelCatalogue catalogue)
    {
        var models = catalogue.Models.SelectMany(m => m.Aliases.Prepend(m.Name).Select(name => new WireModel(name, "model", 0, m.Provider)));
        return Results.Json(new WireModelList("list", [new WireModel(ModelCatalogue.Auto, "model", 0, "agentbus"), .. models]), WireJson.Default.WireModelList);
    }
}
