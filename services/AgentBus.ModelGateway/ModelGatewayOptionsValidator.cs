using Microsoft.Extensions.Options;

namespace AgentBus.ModelGateway;

/// <summary>A file that is missing would open the gateway to this machine without a key, so it is an error.</summary>
internal sealed class ModelGatewayOptionsValidator : IValidateOptions<ModelGatewayOptions>
{
    private const int MinLength = 16;

    public ValidateOptionsResult Validate(string? name, ModelGatewayOptions options)
    {
        var errors = new List<string>();
        if (options.ApiKeys.Any(k => k.Trim().Length < MinLength))
        {
            errors.Add($"{ModelGatewayOptions.Section}:ApiKeys has a key of fewer than {MinLength} characters; make a longer one.");
        }

        if (options.ApiKeysFile is { } file && !File.Exists(file))
        {
            errors.Add($"{ModelGatewayOptions.Section}:ApiKeysFile '{file}' does not exist; write one key a line or leave the setting out.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
