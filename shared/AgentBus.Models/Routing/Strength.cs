using AgentBus.Models.Catalogue;

namespace AgentBus.Models.Routing;

/// <summary>Which of two models is stronger: the one of higher expected quality, and of equal ones the dearer, since that is all the catalogue says where no quality is configured.</summary>
internal static class Strength
{
    public static bool IsStronger(CatalogueModel model, double quality, CatalogueModel than, double thanQuality) => Compare(model, quality, than, thanQuality) > 0;

    /// <summary>The candidates stronger than one, the weakest of them first.</summary>
    public static IReadOnlyList<Candidate> Above(Candidate candidate, IEnumerable<Candidate> others) =>
        [.. others.Where(o => Compare(o, candidate) > 0).Order(Comparer<Candidate>.Create(Compare))];

    private static int Compare(Candidate a, Candidate b) => Compare(a.Model, a.Expected.Quality.Mean, b.Model, b.Expected.Quality.Mean);

    private static int Compare(CatalogueModel a, double qualityOfA, CatalogueModel b, double qualityOfB) =>
        qualityOfA.CompareTo(qualityOfB) is var byQuality && byQuality != 0 ? byQuality : a.Price.Output.CompareTo(b.Price.Output);
}
