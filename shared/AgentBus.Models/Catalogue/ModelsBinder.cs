using System.Text.RegularExpressions;
using AgentBus.Models.Budgets;
using Microsoft.Extensions.Configuration;

namespace AgentBus.Models.Catalogue;

/// <summary>
/// Reads the configuration. The usual binder passes over an entry of a list or a dictionary that it cannot read: a model with a wrong price would be missing, and nobody
/// told. Here it, and a setting that does not exist, is an error. The section itself also holds what others read.
/// </summary>
internal static partial class ModelsBinder
{
    public static ModelsOptions Bind(IConfigurationSection section, ModelsOptions options)
    {
        var errors = new List<string>();
        var unreadable = new List<string>();
        options.Default = section[nameof(options.Default)];
        options.LastResort = section[nameof(options.LastResort)];
        options.Policy = section[nameof(options.Policy)];
        Read(errors, () => options.SuccessUsd = section.GetValue(nameof(options.SuccessUsd), options.SuccessUsd));
        Read(errors, () => options.ExplorationCost = section.GetValue(nameof(options.ExplorationCost), options.ExplorationCost));
        Read(errors, () => options.MaxEscalations = section.GetValue(nameof(options.MaxEscalations), options.MaxEscalations));
        Read(errors, () => options.HedgeAfter = section.GetValue<TimeSpan?>(nameof(options.HedgeAfter)));
        Read(errors, () => options.CostInSpans = section.GetValue(nameof(options.CostInSpans), options.CostInSpans));
        Section(errors, section.GetSection(nameof(options.Pacing)), options.Pacing);
        Section(errors, section.GetSection(nameof(options.Cache)), options.Cache);
        Section(errors, section.GetSection(nameof(options.MicroBatch)), options.MicroBatch);
        Section(errors, section.GetSection(nameof(options.Defer)), options.Defer);
        Each<ProviderOptions>(section, nameof(options.Providers), errors, unreadable, options.Providers.Add);
        Each<ModelOptions>(section, nameof(options.Models), errors, unreadable, options.Models.Add);
        Each<BudgetOptions>(section, nameof(options.Budgets), errors, unreadable, (_, budget) => options.Budgets.Add(budget));
        (options.Unreadable, options.UnreadableAt) = (errors, unreadable);
        return options;
    }

    private static void Each<T>(IConfigurationSection section, string name, List<string> errors, List<string> unreadable, Action<string, T> add)
        where T : new()
    {
        foreach (var child in section.GetSection(name).GetChildren())
        {
            var entry = new T();
            if (!Section(errors, child, entry))
            {
                unreadable.Add(child.Path);
            }

            add(child.Key, entry);
        }
    }

    /// <summary>An entry with a name that does not exist is read all the same, so that what else is wrong with it is told and nothing that is right.</summary>
    /// <returns>Whether all of it that exists could be read.</returns>
    private static bool Section<T>(List<string> errors, IConfigurationSection at, T options)
    {
        string[] known = [.. typeof(T).GetProperties().Select(property => property.Name)];
        string[] unknown = [.. at.GetChildren().Select(child => child.Key).Except(known, StringComparer.OrdinalIgnoreCase)];
        errors.AddRange(unknown.Select(name => $"{at.Path} has no setting '{name}'; there are {string.Join(", ", known)}."));
        return Read(errors, () => at.Bind(options, binder => binder.ErrorOnUnknownConfiguration = unknown.Length == 0));
    }

    private static bool Read(List<string> errors, Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (InvalidOperationException e)
        {
            errors.Add(InWords(e.Message));
            return false;
        }
    }

    /// <summary>The binder's own message names types of this code; one that cannot be taken apart is passed on.</summary>
    private static string InWords(string message)
    {
        if (Unconvertible().Match(message) is not { Success: true } match)
        {
            return message;
        }

        var form = typeof(ModelsBinder).Assembly.GetType(match.Groups["type"].Value) is { IsEnum: true } choices ? $"give {string.Join(", ", Enum.GetNames(choices).Except(["None", nameof(BudgetScopeKind.Step)]))}"
            : match.Groups["type"].Value switch
            {
                "System.TimeSpan" => "give a time such as 00:00:30",
                "System.Boolean" => "give true or false",
                "System.Uri" => "give an absolute address",
                _ => "give a number",
            };
        return $"{match.Groups["at"].Value} is '{match.Groups["value"].Value}'; {form}.";
    }

    [GeneratedRegex(@"^Failed to convert configuration value(?: '(?<value>.*)')? at '(?<at>[^']*)' to type '(?<type>[^']*)'\.$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Unconvertible();
}
