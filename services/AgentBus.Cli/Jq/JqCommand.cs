using System.CommandLine;
using System.Text.Json;
using AgentBus.Jq;

namespace AgentBus.Cli.Jq;

/// <summary><c>agentbus jq</c>: tries an expression of a definition without a server.</summary>
internal static class JqCommand
{
    public static Command Create(CommandKit kit)
    {
        var filter = new Argument<string>("filter") { Description = "The jq program." };
        var file = new Argument<string>("file") { Description = "JSON values; default: standard input.", DefaultValueFactory = _ => "-" };
        var raw = new Option<bool>("--raw-output", "-r") { Description = "Write texts without quotes." };
        var compact = new Option<bool>("--compact-output", "-c") { Description = "One value a line." };
        var slurp = new Option<bool>("--slurp", "-s") { Description = "Give the filter one array of all values." };
        var nothing = new Option<bool>("--null-input", "-n") { Description = "Read nothing: the input is null." };
        var texts = new Option<string[]>("--arg") { Description = "name=text: a variable that is a text; may be repeated.", DefaultValueFactory = _ => [] };
        var values = new Option<string[]>("--argjson") { Description = "name=json: a variable that is a JSON value; may be repeated.", DefaultValueFactory = _ => [] };
        var command = new Command("jq", "Runs a jq program with the interpreter that workflows use.") { filter, file, raw, compact, slurp, nothing, texts, values };
        kit.Handle(command, async (parse, session) =>
        {
            var source = parse.GetValue(filter)!;
            if (!JqFilter.TryCompile(source, out var program, out var error))
            {
                throw CliException.Usage($"The filter does not compile at character {error.Position + 1}: {error.Message}");
            }

            var variables = JqInputs.Variables(parse.GetValue(texts)!, parse.GetValue(values)!);
            if (program.FreeVariables.Where(name => !variables.ContainsKey(name)).Order(StringComparer.Ordinal).FirstOrDefault() is { } unknown)
            {
                throw CliException.Usage($"${unknown} is not defined. Give it with --arg {unknown}=text or --argjson {unknown}=value.");
            }

            var now = session.Terminal.Clock.GetUtcNow();
            var read = parse.GetValue(nothing) ? "null" : await session.ReadAsync(parse.GetValue(file)!);
            foreach (var input in JqInputs.Read(read, parse.GetValue(slurp)))
            {
                var result = program.Evaluate(input, variables, new JqContext(now));
                foreach (var value in result.Values)
                {
                    Write(session, value, parse.GetValue(raw), parse.GetValue(compact) || session.Output.IsJson);
                }

                if (result.Error is { } failed)
                {
                    throw new CliException(ExitCode.Failed, $"jq: {failed.Message}");
                }
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static void Write(Session session, JsonElement value, bool raw, bool compact)
    {
        if (raw && value.ValueKind == JsonValueKind.String)
        {
            session.Terminal.Out.WriteLine(value.GetString());
        }
        else if (compact)
        {
            session.Terminal.Out.WriteLine(JsonSerializer.Serialize(value, Api.ApiJson.Default.JsonElement));
        }
        else
        {
            session.Output.Json(value);
        }
    }
}
