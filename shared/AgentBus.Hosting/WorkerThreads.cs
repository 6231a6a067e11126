namespace AgentBus.Hosting;

/// <summary>The runtime's thread pool in a service that mostly waits for others.</summary>
internal static class WorkerThreads
{
    // Names of the runtime (clrconfignames.h, PortableThreadPool).
    private const string SpinLimit = "System.Threading.ThreadPool.UnfairSemaphoreSpinLimit";
    private const string SpinLimitVariable = "DOTNET_ThreadPool_UnfairSemaphoreSpinLimit";

    /// <summary>
    /// Lets a worker thread that has nothing to do sleep at once instead of looking for work a while longer. With a message every other millisecond that
    /// looking was a sixth of the processor time of a service, taken from the broker and the database beside it. Has to come before the first use
    /// of the thread pool; what the configuration of the process says is left alone.
    /// </summary>
    public static void DoNotSpin()
    {
        if (AppContext.GetData(SpinLimit) is null && Environment.GetEnvironmentVariable(SpinLimitVariable) is null)
        {
            AppContext.SetData(SpinLimit, 0);
        }
    }
}
