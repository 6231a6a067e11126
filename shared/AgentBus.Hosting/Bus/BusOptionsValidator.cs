using Microsoft.Extensions.Options;

namespace AgentBus.Hosting.Bus;

/// <summary>Finds every fault of <see cref="BusOptions"/> at once.</summary>
internal sealed class BusOptionsValidator : IValidateOptions<BusOptions>
{
    public ValidateOptionsResult Validate(string? name, BusOptions options)
    {
        var errors = Errors(options).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Errors(BusOptions options)
    {
        if (!options.InMemory && !string.Equals(options.Transport, "rabbitmq", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"Bus:Transport is '{options.Transport}'; use rabbitmq or memory.";
        }

        if (options.MaxMessageBytes is < 1024 or > 64 * 1024 * 1024)
        {
            yield return $"Bus:MaxMessageBytes is {options.MaxMessageBytes}; use 1024 to 67108864.";
        }

        if (options.SendTimeout < TimeSpan.FromSeconds(1) || options.SendTimeout > TimeSpan.FromMinutes(10))
        {
            yield return $"Bus:SendTimeout is {options.SendTimeout}; use 00:00:01 to 00:10:00.";
        }

        foreach (var error in options.InMemory ? [] : BrokerErrors(options))
        {
            yield return error;
        }
    }

    private static IEnumerable<string> BrokerErrors(BusOptions options)
    {
        if (!options.Host.Split(',', StringSplitOptions.TrimEntries).All(host => BrokerHost.Parse(host, 5672).IsValid))
        {
            yield return $"Bus:Host is '{options.Host}'; use a host name or address without scheme, or those of all nodes such as rabbit-1,rabbit-2:5673.";
        }

        if (options.Port is < 1 or > 65535)
        {
            yield return $"Bus:Port is {options.Port}; use 1 to 65535.";
        }

        if (options.Heartbeat < TimeSpan.FromSeconds(1) || options.Heartbeat > TimeSpan.FromMinutes(10))
        {
            yield return $"Bus:Heartbeat is {options.Heartbeat}; use 00:00:01 to 00:10:00.";
        }

        if (options.VirtualHost.Length == 0)
        {
            yield return "Bus:VirtualHost is empty; the default one is '/'.";
        }

        if (options.Username.Length == 0)
        {
            yield return "Bus:Username is empty.";
        }

        if (options.Password is not null && options.PasswordFile is not null)
        {
            yield return "Bus:Password and Bus:PasswordFile are both set; keep one.";
        }

        if (options.PasswordFile is not null && !File.Exists(options.PasswordFile))
        {
            yield return $"Bus:PasswordFile '{options.PasswordFile}' does not exist.";
        }

        if (options.ManagementUrl is not null
            && !(Uri.TryCreate(options.ManagementUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            yield return $"Bus:ManagementUrl is '{options.ManagementUrl}'; use an http or https address such as http://rabbit:15672.";
        }
    }
}
