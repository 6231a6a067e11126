using AgentBus.Hosting.Bus;
using AgentBus.Hosting.Health;
using AgentBus.Hosting.Modes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentBus.Hosting;

/// <summary>The whole <c>Program.cs</c> of a service.</summary>
public static class AgentBusService
{
    /// <summary>
    /// Runs a service in the mode named by the first argument: <c>setup</c> creates what it needs and exits, <c>check</c> says what is
    /// missing, <c>run</c> (the default) serves until told to stop. Whatever stops it from starting is one line on standard error.
    /// </summary>
    /// <param name="args">Run mode, then configuration such as <c>--Bus:Host=rabbit</c>.</param>
    /// <param name="name">Name in logs and traces, such as <c>agentbus-orchestrator</c>.</param>
    /// <param name="add">Adds the parts. The bus is added after it when an endpoint was.</param>
    /// <param name="map">Maps HTTP endpoints; health is mapped already.</param>
    /// <returns>The exit code: 0, or 1 when it could not start or something is missing.</returns>
    public static async Task<int> RunAsync(
        string[] args, string name, Action<WebApplicationBuilder> add, Action<WebApplication>? map = null)
    {
        if (args is ["--help" or "-h" or "-?", ..])
        {
            await Console.Out.WriteLineAsync(RunModes.Help(name));
            return 0;
        }

        WorkerThreads.DoNotSpin();
        try
        {
            var (mode, rest) = RunModes.Take(args);
            await using var app = Build(rest, name, add, map);
            app.Services.GetService<Microsoft.Extensions.Options.IStartupValidator>()?.Validate();
            return mode switch
            {
                RunMode.Setup => await RunModes.SetupAsync(app),
                RunMode.Check => await RunModes.CheckAsync(app),
                _ => await ServeAsync(app),
            };
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync($"{name}: {StartFailure.Describe(exception)}");
            return 1;
        }
    }

    private static WebApplication Build(string[] args, string name, Action<WebApplicationBuilder> add, Action<WebApplication>? map)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddEnvironmentVariables("AGENTBUS_").AddCommandLine(args);
        builder.AddServiceDefaults(name);
        add(builder);
        if (builder.Services.Any(service => service.ServiceType == typeof(BusEndpoint)))
        {
            builder.AddBus();
        }

        var app = builder.Build();
        SettingsFiles.TellOfFaults(builder.Configuration, app.Logger);
        app.MapHealth();
        map?.Invoke(app);
        return app;
    }

    private static async Task<int> ServeAsync(WebApplication app)
    {
        ListenAddresses.EnsureFree(app);
        await RunModes.PrepareAsync(app);
        await app.StartAsync(CancellationToken.None);
        Log.Listening(app.Logger, string.Join(", ", app.Urls));
        await app.WaitForShutdownAsync(CancellationToken.None);
        return Environment.ExitCode;
    }
}
