using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Hosting.Modes;

/// <summary>Carries out the run modes over the registered <see cref="ISetupStep"/>s.</summary>
internal static class RunModes
{
    public static (RunMode Mode, string[] Settings) Take(string[] args) => args switch
    {
        ["setup", .. var rest] => (RunMode.Setup, rest),
        ["check", .. var rest] => (RunMode.Check, rest),
        ["run", .. var rest] => (RunMode.Run, rest),
        [var first, ..] when !first.StartsWith('-') && !first.Contains('=', StringComparison.Ordinal) =>
            throw new InvalidOperationException($"'{first}' is not a run mode. Use setup, run or check."),
        _ => (RunMode.Run, args),
    };

    public static string Help(string name) =>
        $"""
        {name} [run|setup|check] [--Section:Setting=value ...]

          run    serves until it is told to stop (the default)
          setup  creates the schema, queues and policies it needs, and exits
          check  prints what of that is missing, and exits with 1 when something is

        Settings come from {Path.Combine(AppContext.BaseDirectory, "appsettings.json")}, from the environment (AGENTBUS_Section__Setting)
        and from the command line, the last one wins: --Http:Urls=http://127.0.0.1:8082 --Store:Provider=postgres ...
        """;

    public static async Task<int> SetupAsync(WebApplication app)
    {
        foreach (var step in Steps(app))
        {
            await step.SetupAsync(CancellationToken.None);
            Log.SetUp(app.Logger, step.Name);
        }

        return 0;
    }

    public static async Task<int> CheckAsync(WebApplication app)
    {
        var missing = 0;
        foreach (var step in Steps(app))
        {
            if (await ProblemAsync(step) is { } problem)
            {
                missing++;
                await Console.Out.WriteLineAsync($"{step.Name}: {problem}");
            }
        }

        return missing == 0 ? 0 : 1;
    }

    /// <summary>
    /// Before a run: what it needs must be there, and <c>Setup:OnRun=true</c> creates it. What is missing at start stops the
    /// service; what goes missing later does not.
    /// </summary>
    public static async Task PrepareAsync(WebApplication app)
    {
        if (app.Configuration.GetValue<bool>("Setup:OnRun"))
        {
            await SetupAsync(app);
            return;
        }

        foreach (var step in Steps(app))
        {
            if (await step.CheckAsync(CancellationToken.None) is not { } problem)
            {
                continue;
            }

            if (step.NeededToRun)
            {
                throw new InvalidOperationException($"{step.Name}: {problem}");
            }

            Log.SetupMissing(app.Logger, step.Name, problem);
        }
    }

    private static async Task<string?> ProblemAsync(ISetupStep step)
    {
        try
        {
            return await step.CheckAsync(CancellationToken.None);
        }
        catch (Exception exception)
        {
            return StartFailure.Describe(exception);
        }
    }

    private static IEnumerable<ISetupStep> Steps(WebApplication app) => app.Services.GetServices<ISetupStep>();
}
