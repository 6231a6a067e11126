using System.Security.Cryptography;
using System.Text;

namespace AgentBus.Models.Budgets;

/// <summary>One account of the ledger.</summary>
/// <param name="Kind">What it is on.</param>
/// <param name="Tenant">Whose money it is.</param>
/// <param name="Key">
/// Which one of the tenant's: a run's id; run, step and <c>@attempt</c>; <c>namespace/name</c> of a workflow; an agent; empty for the tenant itself; <c>2026-11-22</c> for a day.
/// With a period its day or month follows, as in <c>research@2026-11</c>.
/// </param>
public sealed record BudgetScope(BudgetScopeKind Kind, string Tenant, string Key)
{
    private const int LongestPart = 400;

    /// <summary>The scope as one text, different for every scope: <c>agent/acme/research</c>.</summary>
    public string Id => $"{KindName}/{Uri.EscapeDataString(Tenant)}/{Key}";

    /// <summary>The kind in lower case.</summary>
    public string KindName => NameOf(Kind);

    /// <summary>A scope whose parts any store can keep: callers name tenants, agents and workflows as they like.</summary>
    public static BudgetScope Of(BudgetScopeKind kind, string tenant, string key) => new(kind, Kept(tenant), Kept(key));

    /// <summary>The scope of an <see cref="Id"/>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static BudgetScope Parse(string id) => TryParse(id) ?? throw new FormatException($"'{id}' is no budget scope; one looks like agent/acme/research.");

    /// <summary>The scope of an <see cref="Id"/>; null when it is none.</summary>
    public static BudgetScope? TryParse(string id) =>
        id.Split('/', 3) is [var kind, { Length: > 0 } tenant, var key] && char.IsAsciiLetter(kind.FirstOrDefault()) && Enum.TryParse<BudgetScopeKind>(kind, ignoreCase: true, out var known)
            ? new BudgetScope(known, Uri.UnescapeDataString(tenant), key)
            : null;

    /// <summary>A kind as <see cref="Id"/> has it.</summary>
    public static string NameOf(BudgetScopeKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The scope in words: <c>agent research of tenant acme</c>.</summary>
    public override string ToString() => Kind == BudgetScopeKind.Tenant && Key.Length == 0 ? $"tenant {Tenant}" : $"{NameOf(Kind)} {Key} of tenant {Tenant}";

    private static string Kept(string text)
    {
        var clean = text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : text;
        return clean.Length <= LongestPart
            ? clean
            : $"{clean[..(LongestPart - 65)]}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(clean)))}";
    }
}
