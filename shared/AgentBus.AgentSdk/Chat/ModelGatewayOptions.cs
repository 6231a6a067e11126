using Microsoft.Extensions.Options;

namespace AgentBus.AgentSdk.Chat;

/// <summary>Where the model gateway is, section <c>Models</c>. Not used where the host brings its own chat client.</summary>
public sealed class ModelGatewayOptions
{
    internal const string Section = "Models";

    /// <summary>Such as <c>http://model-gateway:8082</c>; none = agents that ask a model fail with that reason.</summary>
    public string? GatewayUrl { get; set; }

    /// <summary>The key for the gateway, for platforms that hand secrets over in the environment; none = <see cref="GatewayKeyFile"/>.</summary>
    public string? GatewayKey { get; set; }

    /// <summary>A file that holds the key for the gateway; none = no key is sent.</summary>
    public string? GatewayKeyFile { get; set; }
}

/// <summary>Checks <see cref="ModelGatewayOptions"/> at start.</summary>
internal sealed class ModelGatewayOptionsValidator : IValidateOptions<ModelGatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, ModelGatewayOptions options)
    {
        List<string> errors = [];
        if (options.GatewayUrl is not null && !(Uri.TryCreate(options.GatewayUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            errors.Add($"Models:GatewayUrl is '{options.GatewayUrl}'; use an http or https address such as http://model-gateway:8082.");
        }

        if (options.GatewayKeyFile is not null && !File.Exists(options.GatewayKeyFile))
        {
            errors.Add($"Models:GatewayKeyFile '{options.GatewayKeyFile}' does not exist.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
