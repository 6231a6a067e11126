using AgentBus.Models.Budgets;
using FsCheck;
using FsCheck.Fluent;

namespace AgentBus.Models.Tests.Budgets;

/// <summary>Whatever happens in whatever order, an account never holds and has spent more than its limit, and nothing stays held for ever.</summary>
public sealed class BudgetBookTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly BudgetScope[] Scopes = [.. Enumerable.Range(0, 3).Select(i => BudgetScope.Of(BudgetScopeKind.Agent, "acme", $"a{i}"))];

    private static readonly Gen<(int What, int Id, int Cents, int Draws)> Step = Gen.Choose(0, 4)
        .SelectMany(what => Gen.Choose(0, 7).SelectMany(id => Gen.Choose(0, 60).SelectMany(cents => Gen.Choose(1, 7).Select(draws => (what, id, cents, draws)))));

    [Fact]
    public void No_history_overspends() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2_000),
        Prop.ForAll(Step.ListOf().ToArbitrary(), steps =>
        {
            var book = new BudgetBook(Now);
            var ids = Enumerable.Range(0, 8).Select(_ => Guid.NewGuid()).ToArray();
            var held = new Dictionary<Guid, decimal>();
            foreach (var (what, slot, cents, draws) in steps)
            {
                var (id, usd) = (ids[slot], cents / 100m);
                switch (what)
                {
                    case 0 or 1:
                        var reservation = new BudgetReservation(
                            id, [.. Scopes.Where((_, i) => (draws >> i) % 2 == 1).Select(scope => new BudgetDraw(scope, 1m))], usd, what == 0 ? Now : Now.AddHours(1));
                        if (book.Reserve(reservation).IsGranted && !held.ContainsKey(id))
                        {
                            held[id] = usd;
                        }

                        break;
                    case 2:
                        book.Settle(id, Math.Min(usd, held.GetValueOrDefault(id)));
                        held.Remove(id);
                        break;
                    case 3:
                        book.Release(id);
                        held.Remove(id);
                        break;
                    default:
                        book.Expire(id);
                        break;
                }

                if (Scopes.Any(scope => book[scope] is var line && (line.SpentUsd + line.ReservedUsd > 1m || line.SpentUsd < 0 || line.ReservedUsd < 0)))
                {
                    return false;
                }
            }

            foreach (var id in ids)
            {
                book.Release(id);
            }

            return Scopes.All(scope => book[scope].ReservedUsd == 0);
        }));

    [Fact]
    public void A_cost_above_what_was_held_is_not_hidden()
    {
        var (book, id) = (new BudgetBook(Now), Guid.NewGuid());
        book.Reserve(new BudgetReservation(id, [new BudgetDraw(Scopes[0], 1m)], 0.5m, Now.AddHours(1)));
        book.Settle(id, 0.75m);
        (book[Scopes[0]].SpentUsd, book[Scopes[0]].ReservedUsd).ShouldBe((0.75m, 0m));
    }
}
