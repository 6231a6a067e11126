namespace AgentBus.ModelGateway;

/// <summary>Who may call the gateway, section <c>ModelGateway</c>.</summary>
public sealed class ModelGatewayOptions
{
    internal const string Section = "ModelGateway";

    /// <summary>Keys callers send as <c>Authorization: Bearer</c>; from the environment, such as <c>ModelGateway__ApiKeys__0</c>. With none here and none in the file only callers on this machine are let in.</summary>
    public IList<string> ApiKeys { get; } = [];

    /// <summary>File with one key a line; read again when asked, so that a key can be added or withdrawn while the gateway runs.</summary>
    public string? ApiKeysFile { get; set; }
}
