using AgentBus.Models.Budgets;
using Microsoft.Extensions.Configuration;

namespace AgentBus.Models.Catalogue;

/// <summary>
/// Reads the configuration. The usual binder passes over an entry of a list or a dictionary that it cannot read: a model with a wrong price would be missing, and nobody
/// told. Here it, and a setting that does not exist, is an error. The section itself also holds what others read.
/// </summary>
internal static class ModelsBinder
{
    public static ModelsOptions Bind(IConfigurationSection section, ModelsOptions options)
    {
        var errors = new List<string>();
        options.Default = section[nameof(options.Default)];
        options.LastResort = section[nameof(options.LastResort)];
        options.Policy = section[nameof(options.Policy)];
        Read(errors, () => options.SuccessUsd = section.GetValue(nameof(options.SuccessUsd), options.SuccessUsd));
        Read(errors, () => options.ExplorationCost = section.GetValue(nameof(options.ExplorationCost), options.ExplorationCost));
        Read(errors, () => options.MaxEscalations = section.GetValue(nameof(options.MaxEscalations), options.MaxEscalations));
        Read(errors, () => options.HedgeAfter = section.GetValue<TimeSpan?>(nameof(options.HedgeAfter)));
        Read(errors, () => options.CostInSpans = section.GetValue(nameof(options.CostInSpans), options.CostInSpans));
        Read(errors, () => section.GetSection(nameof(options.Pacing)).Bind(options.Pacing, binder => binder.ErrorOnUnknownConfiguration = true));
        Read(errors, () => section.GetSection(nameof(options.Cache)).Bind(options.Cache, binder => binder.ErrorOnUnknownConfiguration = true));
        Read(errors, () => section.GetSection(nameof(options.MicroBatch)).Bind(options.MicroBatch, binder => binder.ErrorOnUnknownConfiguration = true));
        Read(errors, () => section.GetSection(nameof(options.Defer)).Bind(options.Defer, binder => binder.ErrorOnUnknownConfiguration = true));
        Each<ProviderOptions>(section, nameof(options.Providers), errors, options.Providers.Add);
        Each<ModelOptions>(section, nameof(options.Models), errors, options.Models.Add);
        Each<BudgetOptions>(section, nameof(options.Budgets), errors, (_, budget) => options.Budgets.Add(budget));
        options.Unreadable = errors;
        return options;
    }

    private static void Each<T>(IConfigurationSection section, string name, List<string> errors, Action<string, T> add)
        where T : new()
    {
        foreach (var child in section.GetSection(name).GetChildren())
        {
            var entry = new T();
            Read(errors, () => child.Bind(entry, binder => binder.ErrorOnUnknownConfiguration = true));
            add(child.Key, entry);
        }
    }

    private static void Read(List<string> errors, Action read)
    {
        try
        {
            read();
        }
        catch (InvalidOperationException e)
        {
            errors.Add(e.Message);
        }
    }
}
