namespace AgentBus.Hosting.Tests.Modes;

/// <summary>What is written to the console while it lives. The console is the process's, so tests that use it do not run together.</summary>
[CollectionDefinition(nameof(ConsoleCapture), DisableParallelization = true)]
public sealed class ConsoleCapture : IDisposable
{
    private readonly TextWriter output = Console.Out;
    private readonly TextWriter errors = Console.Error;
    private readonly StringWriter capturedOutput = new();
    private readonly StringWriter capturedErrors = new();

    public ConsoleCapture()
    {
        Console.SetOut(capturedOutput);
        Console.SetError(capturedErrors);
    }

    public string Output => capturedOutput.ToString();

    public string Errors => capturedErrors.ToString();

    public void Dispose()
    {
        Console.SetOut(output);
        Console.SetError(errors);
    }
}
