namespace AgentBus.Jq;

/// <summary>Mathematics, under the names of C's library.</summary>
internal static class MathFunctions
{
    private static readonly (string Name, Func<double, double> Apply)[] Unary =
    [
        ("floor", Math.Floor), ("ceil", Math.Ceiling), ("sqrt", Math.Sqrt), ("cbrt", Math.Cbrt), ("fabs", Math.Abs),
        ("trunc", Math.Truncate), ("round", x => Math.Round(x, MidpointRounding.AwayFromZero)),
        ("rint", x => Math.Round(x, MidpointRounding.ToEven)), ("nearbyint", x => Math.Round(x, MidpointRounding.ToEven)),
        ("exp", Math.Exp), ("exp2", x => Math.Pow(2, x)), ("exp10", x => Math.Pow(10, x)), ("pow10", x => Math.Pow(10, x)),
        ("expm1", x => Math.Abs(x) < 1e-5 ? x + x * x / 2 : Math.Exp(x) - 1),
        ("log", Math.Log), ("log2", Math.Log2), ("log10", Math.Log10),
        ("log1p", x => Math.Abs(x) < 1e-5 ? x - x * x / 2 : Math.Log(1 + x)),
        ("logb", x => x == 0 ? double.NegativeInfinity : double.IsInfinity(x) ? double.PositiveInfinity : Math.ILogB(x)),
        ("sin", Math.Sin), ("cos", Math.Cos), ("tan", Math.Tan), ("asin", Math.Asin), ("acos", Math.Acos), ("atan", Math.Atan),
        ("sinh", Math.Sinh), ("cosh", Math.Cosh), ("tanh", Math.Tanh), ("asinh", Math.Asinh), ("acosh", Math.Acosh), ("atanh", Math.Atanh),
        ("significand", x => x == 0 || !double.IsFinite(x) ? x : Math.ScaleB(x, -Math.ILogB(x))),
        ("gamma", LogGamma), ("lgamma", LogGamma), ("lgamma_r", LogGamma), ("tgamma", Gamma),
    ];

    private static readonly (string Name, Func<double, double, double> Apply)[] Binary =
    [
        ("pow", Math.Pow), ("atan2", Math.Atan2), ("fmod", (x, y) => x % y), ("fmin", (x, y) => double.IsNaN(x) ? y : double.IsNaN(y) ? x : Math.Min(x, y)),
        ("fmax", (x, y) => double.IsNaN(x) ? y : double.IsNaN(y) ? x : Math.Max(x, y)), ("hypot", double.Hypot), ("copysign", Math.CopySign),
        ("fdim", (x, y) => double.IsNaN(x) || double.IsNaN(y) ? double.NaN : Math.Max(x - y, 0)), ("drem", Math.IEEERemainder),
        ("ldexp", Scale), ("scalb", Scale), ("scalbln", Scale),
        ("nextafter", NextAfter), ("nexttoward", NextAfter),
    ];

    public static void Register(BuiltinTable table)
    {
        foreach (var (name, apply) in Unary)
        {
            table.Add(name, (run, input) => input is JqNumber x ? JqValue.Of(apply(x.Value)) : run.Raise($"{Describe.Value(input)} number required"));
        }

        foreach (var (name, apply) in Binary)
        {
            table.Pure(name, 2, (run, _, args) => args is [JqNumber x, JqNumber y] ? JqValue.Of(apply(x.Value, y.Value)) : NotNumbers(run, args));
        }

        table.Pure("fma", 3, (run, _, args) => args is [JqNumber x, JqNumber y, JqNumber z]
            ? JqValue.Of(Math.FusedMultiplyAdd(x.Value, y.Value, z.Value)) : NotNumbers(run, args));
        table.Add("abs", (run, input) => input switch
        {
            JqNumber => CollectionFunctions.Length(run, input),
            _ when Ordering.Compare(run, input, JqValue.Of(0)) < 0 => Arithmetic.Negate(run, input),
            _ => input,
        });
        table.Add("frexp", (run, input) => input is JqNumber x ? Frexp(x.Value) : run.Raise($"{Describe.Value(input)} number required"));
        table.Add("modf", (run, input) => input is JqNumber x ? Modf(x.Value) : run.Raise($"{Describe.Value(input)} number required"));
        table.Pure("infinite", 0, (_, _, _) => JqValue.Of(double.PositiveInfinity));
        table.Pure("nan", 0, (_, _, _) => JqValue.Of(double.NaN));
        Test(table, "isinfinite", double.IsInfinity);
        Test(table, "isnan", double.IsNaN);
        Test(table, "isnormal", double.IsNormal);
    }

    private static void Test(BuiltinTable table, string name, Func<double, bool> test) => table.Add(name, (run, input) =>
        input is JqNumber x ? JqValue.Of(test(x.Value)) : run.Raise($"{Describe.Value(input)} number required"));

    private static JqValue? NotNumbers(Run run, JqValue[] args) =>
        run.Raise($"{Describe.Value(args.First(arg => arg is not JqNumber))} number required");

    private static JqArray Frexp(double x)
    {
        var exponent = x == 0 || !double.IsFinite(x) ? 0 : Math.ILogB(x) + 1;
        return new JqArray([JqValue.Of(exponent == 0 && x == 0 ? x : Math.ScaleB(x, -exponent)), JqValue.Of(exponent)]);
    }

    private static JqArray Modf(double x)
    {
        var whole = Math.Truncate(x);
        return new JqArray([JqValue.Of(double.IsInfinity(x) ? 0 : x - whole), JqValue.Of(whole)]);
    }

    private static double Scale(double x, double exponent) => Math.ScaleB(x, (int)Math.Clamp(exponent, -10_000, 10_000));

    private static double NextAfter(double x, double toward) =>
        x < toward ? Math.BitIncrement(x) : x > toward ? Math.BitDecrement(x) : toward;

    private static double Gamma(double x)
    {
        if (x == Math.Floor(x) && x is > 0 and < 24)
        {
            var product = 1.0;
            for (var i = 2; i < x; i++)
            {
                product *= i;
            }

            return product;
        }

        return x < 0.5 ? Math.PI / (Math.Sin(Math.PI * x) * Gamma(1 - x)) : Math.Exp(LogGamma(x));
    }

    /// <summary>Lanczos' approximation (g = 7, n = 9), accurate to about 15 digits.</summary>
    private static double LogGamma(double x)
    {
        if (x < 0.5)
        {
            return Math.Log(Math.PI / Math.Abs(Math.Sin(Math.PI * x))) - LogGamma(1 - x);
        }

        ReadOnlySpan<double> coefficients =
        [
            676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012,
            9.9843695780195716e-6, 1.5056327351493116e-7,
        ];
        var sum = 0.99999999999980993;
        for (var i = 0; i < coefficients.Length; i++)
        {
            sum += coefficients[i] / (x + i);
        }

        var t = x + coefficients.Length - 1.5;
        return 0.5 * Math.Log(2 * Math.PI) + (x - 0.5) * Math.Log(t) - t + Math.Log(sum);
    }
}
