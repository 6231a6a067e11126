namespace AgentBus.Gateway.Definitions;

/// <summary>Where functions may be taken from; part of the section <c>Calls</c>.</summary>
internal sealed class FunctionSourceOptions
{
    public const string Section = "Calls";

    /// <summary>Host names of catalogs and functions, such as <c>raw.githubusercontent.com</c>; default none.</summary>
    public string[] CatalogHosts { get; set; } = [];
}
