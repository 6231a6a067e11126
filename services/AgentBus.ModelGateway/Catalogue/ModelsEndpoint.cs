using AgentBus.ModelGateway.Errors;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;
using AgentBus.Models.Targets;
using AgentBus.Models.Wire;

namespace AgentBus.ModelGateway.Catalogue;

/// <summary><c>GET /v1/models</c>: the catalogue, with aliases, tiers and <c>auto</c> as names of their own; <c>GET /v1/models/{name}</c>: one of them; <c>GET /v1/models/state</c>: how each is.</summary>
internal static class ModelsEndpoint
{
    private const string Own = "agentbus";

    public static IResult List(LiveModels models) =>
        Results.Json(new WireModelList("list", [.. models.Catalogue.Names.Select(n => Model(models.Catalogue, n))]), WireJson.Default.WireModelList);

    public static IResult Find(string name, LiveModels models) => models.Catalogue.Names.FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known
        ? Results.Json(Model(models.Catalogue, known), WireJson.Default.WireModel)
        : WireErrors.Of(404, ModelErrorCodes.UnknownModel, $"There is no model or alias '{name}'. Known are: {string.Join(", ", models.Catalogue.Names)}.");

    public static IResult State(ModelStates states) => Results.Json(states.Read(), StateJson.Default.ModelStateList);

    private static WireModel Model(ModelCatalogue catalogue, string name) => new(name, "model", 0, catalogue.Find(name)?.Provider ?? Own);
}
