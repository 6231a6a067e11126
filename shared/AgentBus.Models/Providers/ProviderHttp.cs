namespace AgentBus.Models.Providers;

/// <summary>The HTTP connection to one provider.</summary>
internal static class ProviderHttp
{
    /// <summary>Longest answer, whole or in pieces.</summary>
    public const long MaxAnswerBytes = 32 * 1024 * 1024;

    /// <summary>Redirects are not followed: they would carry the key elsewhere. Time limits are the resilience pipeline's concern.</summary>
    public static HttpClient Client(string provider, ProviderKey key, TimeProvider time) =>
        new(new ProviderErrors(provider, key, time) { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) } })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
}
