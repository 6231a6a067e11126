using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentBus.Orchestrator.Calls.Secrets;
using FsCheck;
using FsCheck.Fluent;

namespace AgentBus.Orchestrator.Tests.Calls;

public sealed class SecretMaskTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, Func<string, string>> Echoes = new()
    {
        ["plain"] = text => text,
        ["upper case"] = text => text.ToUpperInvariant(),
        ["lower case"] = text => text.ToLowerInvariant(),
        ["JSON"] = Json,
        ["relaxed JSON"] = text => Inner(JsonSerializer.Serialize(text, Relaxed)),
        ["JSON with slashes escaped"] = text => Json(text).Replace("/", "\\/", StringComparison.Ordinal),
        ["JSON of code units"] = text => string.Concat(text.Select(unit => $"\\u{(int)unit:X4}")),
        ["JSON of code units, lower case"] = text => string.Concat(text.Select(unit => $"\\u{(int)unit:x4}")),
        ["JSON in JSON"] = text => Json(Json(text)),
        ["relaxed JSON in JSON"] = text => Json(Inner(JsonSerializer.Serialize(text, Relaxed))),
        ["address"] = Uri.EscapeDataString,
        ["address, lower case"] = text => string.Concat(Encoding.UTF8.GetBytes(text).Select(one => $"%{one:x2}")),
        ["form"] = WebUtility.UrlEncode,
        ["address in address"] = text => Uri.EscapeDataString(Uri.EscapeDataString(text)),
        ["address of JSON"] = text => Uri.EscapeDataString(Json(text)),
        ["HTML"] = WebUtility.HtmlEncode,
        ["all of it in HTML"] = text => HtmlEncoder.Default.Encode(text),
        ["HTML in JSON"] = text => Json(WebUtility.HtmlEncode(text)),
        ["base64"] = text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
        ["base64url"] = text => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text)),
        ["base64 of a pair"] = text => Convert.ToBase64String(Encoding.UTF8.GetBytes($"me:{text}:x")),
        ["base64 of JSON"] = text => Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"a":"{{Json(text)}}"}""")),
        ["base64 in JSON"] = text => Json(Convert.ToBase64String(Encoding.UTF8.GetBytes($"me:{text}"))),
        ["base64 in an address"] = text => Uri.EscapeDataString(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{text}>"))),
        ["base64 in base64"] = text => Convert.ToBase64String(Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)))),
        ["base64 in lines"] = text => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{text}{text}{text}{text}"), Base64FormattingOptions.InsertLineBreaks),
    };

    // Among them what looks like an escape: a secret may hold that.
    private static readonly string[] Parts =
    [
        "a", "Q", "7", "z", "-", "_", ".", "\"", "\\", "/", "<", ">", "&", "'", "%", "+", " ", "=", "?", "#", ";", ":", "{", "}", "\n", "é", "ß", "€", "😀",
        "%41", "\\u0041", "\\n", "&lt;", "&", "u00",
    ];

    private static readonly Arbitrary<string> Secrets =
        (from count in Gen.Choose(6, 18)
         from parts in Gen.Elements(Parts).ListOf(count)
         let text = string.Concat(parts)
         where text.Trim() == text
         select $"k{text}K").ToArbitrary();

    public static TheoryData<string> EchoNames => [.. Echoes.Keys];

    [Theory]
    [MemberData(nameof(EchoNames))]
    public void No_escape_lets_a_secret_through(string echo) => Prop.ForAll(Secrets, secret =>
    {
        var mask = new SecretMask();
        mask.Add(secret);
        var text = $"sent ({Echoes[echo](secret)}) to them";
        mask.Apply(text).ShouldBe("sent (***) to them", $"secret: {secret}");
        Encoding.UTF8.GetString(mask.Apply(Encoding.UTF8.GetBytes(text))).ShouldBe("sent (***) to them");
        mask.Apply(new JsonObject { [text] = new JsonArray(text) }).GetRawText().ShouldBe("""{"sent (***) to them":["sent (***) to them"]}""");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void What_holds_no_secret_stays_as_it_is()
    {
        var mask = new SecretMask();
        mask.Add("k3y-that-nobody-writes");
        mask.Add("q\"w\\");
        Prop.ForAll<byte[]>(bytes => mask.Apply(bytes).ShouldBe(bytes)).QuickCheckThrowOnFailure();
        Prop.ForAll(Secrets, text => mask.Apply(text).ShouldBe(text)).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("cannot and canned, Hannah's anna_ann", "cannot and canned, Hannah's anna_ann")]
    [InlineData("ann", "***")]
    [InlineData("Ann's {\"user\":\"ann\",\"x\":\"\\nann\"} a=ann&b", "***'s {\"user\":\"***\",\"x\":\"\\n***\"} a=***&b")]
    [InlineData("user%3Dann", "user%3D***")]
    [InlineData("Basic YW5uOnB3", "Basic ***")]
    public void A_short_secret_is_masked_as_a_whole_word_only(string text, string masked)
    {
        var mask = new SecretMask();
        mask.Add("ann");
        mask.Apply(text).ShouldBe(masked);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "b")]
    [InlineData("/x", "-yz")]
    [InlineData("key", "/")]
    public void Base64_is_found_among_letters_of_its_own_kind(string before, string after)
    {
        var mask = new SecretMask();
        mask.Add("k3y-that-nobody-writes");
        mask.Apply($"({before}{Convert.ToBase64String("me:k3y-that-nobody-writes.."u8)}{after})").ShouldBe("(***)");
    }

    [Fact]
    public void Bytes_that_are_no_text_lose_the_secret_alone()
    {
        var mask = new SecretMask();
        mask.Add("ann");
        mask.Add("clé-de-voûte");
        byte[] body = [0xFF, 0x00, .. Encoding.UTF8.GetBytes("clé-de-voûte"), 0xFE, .. "ann cl\\u00e9-de-vo%FBte"u8, 0xC3];
        mask.Apply(body).ShouldBe([0xFF, 0x00, .. "***"u8, 0xFE, .. "ann ***"u8, 0xC3]);
    }

    [Fact]
    public void Parts_of_a_secret_address_are_secret()
    {
        var mask = new SecretMask();
        mask.Add("https://Hooks.example/services/T0/KEY?wait=true");
        mask.Apply("POST https://hooks.example/services/T0/KEY answered 500; hooks.example:443").ShouldBe("POST *** answered 500; ***:443");
    }

    private static string Json(string text) => Inner(JsonSerializer.Serialize(text));

    private static string Inner(string json) => json[1..^1];
}
