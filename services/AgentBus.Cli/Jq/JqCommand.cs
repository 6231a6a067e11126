using System.Buffers;
using System.CommandLine;
using System.Text;
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
        var command = new Command("jq", "Runs a jq program with the interpreter that workflows use.") { filter, file, raw, compact };
        kit.Handle(command, async (parse, session) =>
        {
            var source = parse.GetValue(filter)!;
            if (!JqFilter.TryCompile(source, out var program, out var error))
            {
                throw CliException.Usage($"The filter does not compile at character {error.Position + 1}: {error.Message}");
            }

            var now = session.Terminal.Clock.GetUtcNow();
            foreach (var input in Values(await session.ReadAsync(parse.GetValue(file)!)))
            {
                var result = program.Evaluate(input, context: new JqContext(now));
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

    private static List<JsonElement> Values(string text)
    {
        var values = new List<JsonElement>();
        try
        {
            var reader = new Utf8JsonReader(
                new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text)), new JsonReaderOptions { AllowMultipleValues = true });
            while (reader.Read())
            {
                values.Add(JsonElement.ParseValue(ref reader));
            }
        }
        catch (JsonException e)
        {
            throw CliException.Usage($"The input is not JSON: {e.Message}");
        }

        return values;
    }
}
