using System.Diagnostics;
using System.Text.Json;

namespace AgentBus.TestKit.Processes;

/// <summary>A program for Node.js with its packages, in a folder of its own, so that the repository stays as it is. Disposing it deletes that.</summary>
public sealed class NodeProgram : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agentbus-node-");

    private NodeProgram()
    {
    }

    /// <summary>Copies a folder of the repository with its <c>package.json</c> and installs what that asks for.</summary>
    public static async Task<NodeProgram> InstallAsync(string folder, CancellationToken cancellationToken)
    {
        var program = new NodeProgram();
        try
        {
            foreach (var file in Directory.GetFiles(Path.Combine(ServiceProcess.RepositoryRoot, folder)))
            {
                File.Copy(file, Path.Combine(program._folder.FullName, Path.GetFileName(file)));
            }

            await program.RunProcessAsync("npm", ["install", "--no-audit", "--no-fund", "--silent"], cancellationToken);
            return program;
        }
        catch
        {
            program.Dispose();
            throw;
        }
    }

    /// <summary>Version of a package that was installed.</summary>
    public string Version(string package)
    {
        using var about = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.FullName, "node_modules", package, "package.json")));
        return about.RootElement.GetProperty("version").GetString()!;
    }

    /// <summary>Runs a script; returns its standard output.</summary>
    /// <exception cref="InvalidOperationException">It ended with an error; the message is what it wrote about that.</exception>
    public Task<string> RunAsync(string script, IReadOnlyList<string> arguments, CancellationToken cancellationToken) => RunProcessAsync("node", [script, .. arguments], cancellationToken);

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<string> RunProcessAsync(string file, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        })!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{file} {arguments[0]} ended with {process.ExitCode}: {await errors}");
    }
}
