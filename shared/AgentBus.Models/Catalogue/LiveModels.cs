using AgentBus.Models.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace AgentBus.Models.Catalogue;

/// <summary>The configuration in force. Follows changes of its section while the process runs; a faulty change is refused with one log line, and what was in force stays.</summary>
public sealed class LiveModels : IDisposable
{
    private readonly IConfigurationSection _section;
    private readonly IValidateOptions<ModelsOptions>[] _validators;
    private readonly ProviderFactory _factory;
    private readonly ILogger<LiveModels> _logger;
    private readonly IDisposable _subscription;
    private readonly Lock _lock = new();
    private volatile ModelsInForce _inForce;

    internal LiveModels(IConfigurationSection section, IEnumerable<IValidateOptions<ModelsOptions>> validators, IOptions<ModelsOptions> first, ProviderFactory factory, ILogger<LiveModels> logger)
    {
        (_section, _validators, _factory, _logger) = (section, [.. validators], factory, logger);
        _inForce = new ModelsInForce(first.Value, new ModelCatalogue(first.Value), factory.Create(first.Value, null));
        _subscription = ChangeToken.OnChange(section.GetReloadToken, Reload);
    }

    /// <summary>The catalogue in force.</summary>
    public ModelCatalogue Catalogue => _inForce.Catalogue;

    internal ModelsInForce InForce => _inForce;

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription.Dispose();
        _inForce.Providers.Dispose();
    }

    /// <summary>Runs in the thread that noticed the change, so nothing may be thrown. Providers whose settings stay keep their connections; calls under way end at the old ones.</summary>
    private void Reload()
    {
        lock (_lock)
        {
            try
            {
                var options = ModelsBinder.Bind(_section, new ModelsOptions());
                string[] errors = [.. _validators.Select(v => v.Validate(Options.DefaultName, options)).Where(r => r.Failed).SelectMany(r => r.Failures!)];
                if (errors.Length > 0)
                {
                    Log.ReloadRefused(_logger, string.Join(" ", errors));
                    return;
                }

                _inForce = new ModelsInForce(options, new ModelCatalogue(options), _factory.Create(options, _inForce.Providers));
                Log.Reloaded(_logger, options.Models.Count, options.Providers.Count);
            }
            catch (Exception e)
            {
                Log.ReloadRefused(_logger, e.InnerException?.Message ?? e.Message);
            }
        }
    }
}
