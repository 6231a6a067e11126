using System.Globalization;
using System.Text;
using AgentBus.Cli.Tests.Support;

namespace AgentBus.Cli.Tests.Models;

public sealed class ModelCommandTests : IDisposable
{
    private static readonly string[] Evaluate = ["models", "evaluate", "calls.csv", "--quality", "strong=s,weak=w", "--cost", "strong=10,weak=0.3"];
    private readonly string _folder = Directory.CreateTempSubdirectory("agentbus-models-").FullName;
    private readonly Shell _shell;

    public ModelCommandTests() => _shell = new Shell(null) { Folder = _folder };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Evaluating_labelled_calls_needs_no_server_and_shows_the_router_beside_each_model()
    {
        Write(200);

        var shown = await _shell.OkAsync([.. Evaluate, "--step-type-column", "kind"]);

        shown.ShouldContain("200 calls, 200 predicted; strong is the dearest model, weak the cheapest.");
        foreach (var word in new[] { "learned", "prompt length", "random", "CPT(80%)", "Verdict: the learned router is of use" })
        {
            shown.ShouldContain(word);
        }
    }

    [Fact]
    public async Task As_json_it_holds_every_figure()
    {
        Write(200);
        await _shell.OkAsync([.. Evaluate, "--labels", "100", "--draws", "2", "--json"]);

        _shell.Json.GetProperty("tested").GetInt32().ShouldBe(200);
        _shell.Json.GetProperty("budgets").GetArrayLength().ShouldBe(11);
        _shell.Json.GetProperty("routers")[0].GetProperty("apgr").GetDouble().ShouldBeGreaterThan(0.6);
    }

    [Fact]
    public async Task One_pass_as_live_traffic_holds_nine_shares()
    {
        Write(400);
        await _shell.OkAsync([.. Evaluate, "--online", "--json"]);

        _shell.Json.GetProperty("shares").GetArrayLength().ShouldBe(9);
        _shell.Json.GetProperty("meanPgr").GetDouble().ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public async Task Rows_marked_as_contaminated_are_left_out_unless_another_column_is_named()
    {
        Write(200, contaminated: 40);

        (await _shell.OkAsync(Evaluate)).ShouldContain("160 calls");
        (await _shell.OkAsync([.. Evaluate, "--leave-out", "w"])).ShouldNotContain("160 calls");
    }

    [Theory]
    [InlineData("a,yes,0,x,0", "calls.csv, line 3: column 's' holds 'yes'; a number from 0 to 1 is wanted.")]
    [InlineData("a,1.5,0,x,0", "calls.csv, line 3: column 's' holds '1.5'; a number from 0 to 1 is wanted.")]
    [InlineData("a,1,nan,x,0", "calls.csv, line 3: column 'w' holds 'nan'; a number from 0 to 1 is wanted.")]
    [InlineData("a,1,0", "calls.csv, line 3: ")]
    [InlineData("\"a,1,0,x,0", "calls.csv, line 3: ")]
    public async Task A_bad_row_is_told_with_its_line(string row, string error)
    {
        File.WriteAllText(Path.Combine(_folder, "calls.csv"), $"prompt,s,w,kind,contaminated\nfine,1,0,x,0\n{row}\n");

        (await _shell.RunAsync(Evaluate)).ShouldBe(ExitCode.Usage);
        _shell.Error.ShouldStartWith($"agentbus: {error}");
    }

    [Theory]
    [InlineData("--quality names one model", "--quality", "strong=s", "--cost", "strong=1")]
    [InlineData("--cost does not name 'weak'", "--quality", "strong=s,weak=w", "--cost", "strong=1")]
    [InlineData("--quality does not name 'other'", "--quality", "strong=s,weak=w", "--cost", "strong=1,weak=2,other=3")]
    [InlineData("--quality takes name=value", "--quality", "strong", "--cost", "strong=1")]
    [InlineData("--quality names 'a' twice", "--quality", "a=s,a=w", "--cost", "a=1")]
    [InlineData("--cost gives '-1' for 'weak'", "--quality", "strong=s,weak=w", "--cost", "strong=1,weak=-1")]
    [InlineData("--cost gives all models the same cost", "--quality", "strong=s,weak=w", "--cost", "strong=1,weak=1")]
    [InlineData("calls.csv has no column 'x'. It has: prompt, s, w, kind, contaminated.", "--quality", "strong=x,weak=w", "--cost", "strong=2,weak=1")]
    [InlineData("--labels is 50; give 1 to one less", "--quality", "strong=s,weak=w", "--cost", "strong=2,weak=1", "--labels", "50")]
    [InlineData("--folds is 1;", "--quality", "strong=s,weak=w", "--cost", "strong=2,weak=1", "--folds", "1")]
    public async Task What_cannot_be_evaluated_is_refused_in_one_sentence(string error, params string[] args)
    {
        Write(50);

        (await _shell.RunAsync(["models", "evaluate", "calls.csv", .. args])).ShouldBe(ExitCode.Usage);
        _shell.Error.ShouldStartWith($"agentbus: {error}");
    }

    [Fact]
    public async Task Logs_of_one_policy_judge_another()
    {
        WriteLogs(4_000);

        (await _shell.OkAsync("models", "compare", "logs.csv", "--target-column", "other")).ShouldContain("Verdict: the other policy is better");
        (await _shell.OkAsync("models", "compare", "logs.csv", "--fixed", "small")).ShouldContain("Verdict: the other policy is worse");
        await _shell.OkAsync("models", "compare", "logs.csv", "--target-column", "other", "--json");
        _shell.Json.GetProperty("verdict").GetProperty("answer").GetString().ShouldBe("Better");
        _shell.Json.GetProperty("estimate").GetProperty("doublyRobust").GetProperty("value").GetDouble().ShouldBe(0.8, 0.05);
    }

    [Fact]
    public async Task A_few_logs_give_no_verdict()
    {
        WriteLogs(60);

        (await _shell.OkAsync("models", "compare", "logs.csv", "--target-column", "other")).ShouldContain("Verdict: none: the interval is");
    }

    [Fact]
    public async Task The_other_policy_must_be_said_once_and_a_choice_cannot_have_been_impossible()
    {
        File.WriteAllText(Path.Combine(_folder, "logs.csv"), "model,propensity,outcome,other\nlarge,0,1,small\n");

        (await _shell.RunAsync("models", "compare", "logs.csv")).ShouldBe(ExitCode.Usage);
        _shell.Error.ShouldContain("give --target-column or --fixed, and not both");
        (await _shell.RunAsync("models", "compare", "logs.csv", "--fixed", "small")).ShouldBe(ExitCode.Usage);
        _shell.Error.ShouldContain("logs.csv, line 2: column 'propensity' holds '0'; a probability over 0");
    }

    /// <summary>The weak model fails at proofs.</summary>
    private void Write(int rows, int contaminated = 0)
    {
        var csv = new StringBuilder("prompt,s,w,kind,contaminated\n");
        for (var i = 0; i < rows; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"\"{(i % 3 == 0 ? "Prove" : "Name")} it,\nnumber \"\"{i}\"\"\",1,{(i % 3 == 0 ? 0 : 1)},{(i % 2 == 0 ? "maths" : "law")},{(i < contaminated ? 1 : 0)}\n");
        }

        File.WriteAllText(Path.Combine(_folder, "calls.csv"), csv.ToString());
    }

    /// <summary>Half of the calls went to each model at random; the large one does 80 of 100, the small one 40; the other policy takes the large one.</summary>
    private void WriteLogs(int rows)
    {
        var (csv, random) = (new StringBuilder("prompt,model,propensity,outcome,other\n"), new Random(6));
        for (var i = 0; i < rows; i++)
        {
            var isLarge = random.Next(2) == 0;
            csv.Append(CultureInfo.InvariantCulture, $"name item {i % 9},{(isLarge ? "large" : "small")},0.5,{(random.NextDouble() < (isLarge ? 0.8 : 0.4) ? 1 : 0)},large\n");
        }

        File.WriteAllText(Path.Combine(_folder, "logs.csv"), csv.ToString());
    }
}
