using System.Net;
using Microsoft.Extensions.Options;

namespace AgentBus.Orchestrator.Calls;

/// <summary>Checks what annotations cannot say.</summary>
internal sealed class CallsOptionsValidator : IValidateOptions<CallsOptions>
{
    public ValidateOptionsResult Validate(string? name, CallsOptions options)
    {
        var errors = options.AllowedNetworks.Where(network => !IPNetwork.TryParse(network, out _))
            .Select(network => $"Calls:AllowedNetworks: '{network}' is no network. Write it with its prefix length, such as 10.20.0.0/16.").ToList();
        if (options.SecretsFolder is { } folder && !Directory.Exists(folder))
        {
            errors.Add($"Calls:SecretsFolder '{folder}' does not exist. Create it, or leave the setting out.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
