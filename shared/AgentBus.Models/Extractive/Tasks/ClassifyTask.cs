using System.Text.Json;
using AgentBus.Models.Extractive.Ranking;
using AgentBus.Models.Extractive.Text;

namespace AgentBus.Models.Extractive.Tasks;

/// <summary><c>{text, labels: [{name, description?, examples?}]}</c> to the label whose words the text shares most (BM25), with a confidence that is low when it shares few.</summary>
internal sealed class ClassifyTask : IExtractiveTask
{
    /// <summary>Evidence at which a lead is believed by half; a shared word of ordinary rarity gives about 1.</summary>
    private const double Doubt = 0.5;

    public string Name => "classify";

    public string Run(JsonElement input)
    {
        var task = new TaskInput(Name, input);
        var labels = task.Items("labels").Select(l => (Name: l.Text("name"), Stems: Stems(l))).ToList();
        if (labels.Count == 0 || labels.DistinctBy(l => l.Name, StringComparer.Ordinal).Count() != labels.Count)
        {
            throw task.Wrong("'labels' needs at least one label, each with a name of its own");
        }

        var query = Tokens.ContentStems(task.Text("text")).Distinct(StringComparer.Ordinal).ToArray();
        var scores = new Bm25([.. labels.Select(l => l.Stems)]).Scores(query);
        var total = scores.Sum();
        var shares = scores.Select(s => total > 0 ? s / total : 1.0 / labels.Count).ToArray();
        var best = Array.IndexOf(shares, shares.Max());
        var trust = total / (total + Doubt);
        var confidence = (shares[best] * trust) + ((1 - trust) / labels.Count);
        var byLabel = labels.Zip(shares).ToDictionary(p => p.First.Name, p => Math.Round(p.Second, 4), StringComparer.Ordinal);
        return JsonSerializer.Serialize(new ClassifyOutput(labels[best].Name, Math.Round(confidence, 4), byLabel), ExtractiveJson.Readable.ClassifyOutput);
    }

    private static string[] Stems(TaskInput label)
    {
        var name = string.Join(' ', label.Text("name").Split('-', '_', '/'));
        return [.. Tokens.ContentStems(name), .. Tokens.ContentStems(name), .. Tokens.ContentStems(label.OptionalText("description") ?? ""), .. label.Texts("examples").SelectMany(Tokens.ContentStems)];
    }
}
