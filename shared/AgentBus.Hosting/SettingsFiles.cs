using AgentBus.Hosting.Modes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace AgentBus.Hosting;

/// <summary>A settings file that is changed while the service runs.</summary>
internal static class SettingsFiles
{
    /// <summary>
    /// A change that is no JSON is told; without this it passes in silence, since the thread that noticed it throws for nobody. It still throws: were it ignored, the file
    /// would count as empty and whoever follows changes would go on without any setting.
    /// </summary>
    public static void TellOfFaults(IConfigurationBuilder configuration, ILogger logger)
    {
        foreach (var file in configuration.Sources.OfType<FileConfigurationSource>())
        {
            file.OnLoadException = context => Log.SettingsNotRead(logger, StartFailure.Describe(context.Exception));
        }
    }
}
