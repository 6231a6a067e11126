using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace AgentBus.ModelGateway.Tests;

/// <summary>Who is let in.</summary>
public sealed class CallerTests
{
    private const string Key = "mgw-0123456789abcdef";

    [Fact]
    public async Task Without_keys_this_machine_is_let_in_and_others_are_not()
    {
        await using var local = await GatewayHost.StartAsync(caller: IPAddress.Parse("::ffff:127.0.0.1"));
        await using var remote = await GatewayHost.StartAsync(caller: IPAddress.Parse("203.0.113.7"));

        (await StatusAsync(local, null)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(remote, null)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("localhost:8082", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:8082", HttpStatusCode.OK)]
    [InlineData("[::1]:8082", HttpStatusCode.OK)]
    [InlineData("shop.example", HttpStatusCode.Unauthorized)]
    [InlineData("127.0.0.1.shop.example", HttpStatusCode.Unauthorized)]
    public async Task Without_keys_only_this_machine_s_own_names_are_answered_so_that_no_page_of_the_web_can_call(string host, HttpStatusCode expected)
    {
        await using var gateway = await GatewayHost.StartAsync(caller: IPAddress.Loopback);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { Host = host } };

        using var response = await gateway.Http.SendAsync(request);

        response.StatusCode.ShouldBe(expected);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("mgw-wrong", HttpStatusCode.Unauthorized)]
    [InlineData("", HttpStatusCode.Unauthorized)]
    [InlineData(Key, HttpStatusCode.OK)]
    [InlineData("mgw-second-of-the-two", HttpStatusCode.OK)]
    public async Task With_keys_everyone_needs_one(string? key, HttpStatusCode expected)
    {
        await using var gateway = await GatewayHost.StartAsync(new() { ["ModelGateway:ApiKeys:0"] = Key, ["ModelGateway:ApiKeys:1"] = "mgw-second-of-the-two" });

        (await StatusAsync(gateway, key)).ShouldBe(expected);
    }

    [Fact]
    public async Task A_key_taken_out_of_the_file_is_refused_from_then_on_and_the_gateway_does_not_open()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, $"{Key}\n");
            await using var gateway = await GatewayHost.StartAsync(new() { ["ModelGateway:ApiKeysFile"] = file });
            (await StatusAsync(gateway, Key)).ShouldBe(HttpStatusCode.OK);

            await File.WriteAllTextAsync(file, "");
            (await StatusAsync(gateway, Key)).ShouldBe(HttpStatusCode.Unauthorized);
            (await StatusAsync(gateway, null)).ShouldBe(HttpStatusCode.Unauthorized);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_refusal_is_an_error_in_the_form_of_the_api()
    {
        await using var gateway = await GatewayHost.StartAsync(new() { ["ModelGateway:ApiKeys:0"] = Key });

        using var response = await gateway.Http.GetAsync("/v1/models");

        var error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("invalid_api_key");
        error.GetProperty("type").GetString().ShouldBe("authentication_error");
    }

    [Fact]
    public async Task Faulty_settings_stop_the_start_with_every_error()
    {
        var failure = await Should.ThrowAsync<OptionsValidationException>(() => GatewayHost.StartAsync(new() { ["ModelGateway:ApiKeys:0"] = "short", ["ModelGateway:ApiKeysFile"] = "/nowhere/keys" }));

        failure.Failures.ShouldBe(
        [
            "ModelGateway:ApiKeys has a key of fewer than 16 characters; make a longer one.",
            "ModelGateway:ApiKeysFile '/nowhere/keys' does not exist; write one key a line or leave the setting out.",
        ]);
    }

    private static async Task<HttpStatusCode> StatusAsync(GatewayHost gateway, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        using var response = await gateway.Http.SendAsync(request);
        return response.StatusCode;
    }
}
