using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentBus.Conformance.Reporting;

namespace AgentBus.Conformance.Workflows;

/// <summary>The shipped definitions against the standard's schema, by ajv: an opinion that is not ours.</summary>
internal static class ShippedSuite
{
    /// <summary>Needs Node.js and its npm; ajv goes to a folder of its own, so that the repository stays as it is.</summary>
    public static async Task<SuiteResult> RunAsync()
    {
        var files = Directory.GetFiles(Path.Combine("deploy", "workflows"), "*.yaml");
        var schema = await File.ReadAllTextAsync(Path.Combine(TestData.Folder("serverless-workflow/schema"), "workflow.yaml"));
        var request = new JsonObject
        {
            ["schema"] = JsonObject.Create(Yaml.Read(schema)),
            ["documents"] = new JsonObject(files.Select(file =>
                KeyValuePair.Create(Path.GetFileName(file), (JsonNode?)JsonObject.Create(Yaml.Read(File.ReadAllText(file)))))),
        };
        var folder = Directory.CreateTempSubdirectory("agentbus-ajv-");
        try
        {
            foreach (var file in Directory.GetFiles(Path.Combine("tests", "AgentBus.Conformance", "ajv")))
            {
                File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
            }

            await RunAsync(folder.FullName, "", "npm", "install", "--no-audit", "--no-fund", "--silent");
            using var wrong = JsonDocument.Parse(await RunAsync(folder.FullName, request.ToJsonString(), "node", "validate.mjs"));
            var failed = wrong.RootElement.EnumerateObject().Select(file => $"{file.Name}: {string.Join("; ", file.Value.EnumerateArray())}").ToList();
            return new SuiteResult(files.Length - failed.Count, files.Length, failed);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> RunAsync(string folder, string input, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
        })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {arguments[0]} ended with {process.ExitCode}.");
    }
}
