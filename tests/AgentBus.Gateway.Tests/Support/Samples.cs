namespace AgentBus.Gateway.Tests.Support;

/// <summary>Definitions of tests.</summary>
internal static class Samples
{
    /// <summary>Calls the agent <c>reader</c>; wants <c>{topic: text}</c>.</summary>
    public static string Reading(string name = "reading", string version = "1.0.0", string space = "tests") => $$"""
        document:
          dsl: '1.0.3'
          namespace: {{space}}
          name: {{name}}
          version: '{{version}}'
        input:
          schema:
            document:
              type: object
              required: [topic]
              properties:
                topic: { type: string }
        do:
          - read:
              call: agent
              with:
                agent: reader
                input: ${ . }
        """;

    public static async Task PutReadingAsync(HttpClient client, string name = "reading", string version = "1.0.0", string space = "tests") =>
        (await client.PutAsync("/v1/definitions?unknownAgents=allow", Http.Yaml(Reading(name, version, space)))).EnsureSuccessStatusCode();

    public static async Task<Guid> StartAsync(HttpClient client, string name = "reading") =>
        RunScript.IdOf(await (await client.PostAsync("/v1/runs", Http.Json($$$"""{"workflow":"{{{name}}}","input":{"topic":"x"}}"""))).JsonAsync());
}
