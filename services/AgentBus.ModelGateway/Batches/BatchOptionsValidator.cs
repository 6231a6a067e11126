using Microsoft.Extensions.Options;

namespace AgentBus.ModelGateway.Batches;

/// <summary>Finds what is wrong with the settings, at start.</summary>
internal sealed class BatchOptionsValidator : IValidateOptions<BatchOptions>
{
    public ValidateOptionsResult Validate(string? name, BatchOptions options) =>
        options.Errors().ToList() is { Count: > 0 } errors ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
}
