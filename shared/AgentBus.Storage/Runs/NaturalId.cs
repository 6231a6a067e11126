using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AgentBus.Storage.Runs;

/// <summary>
/// Ids made from what they name, so that a repetition makes the same one: name-based UUIDs, version 5 (RFC 9562, section 5.5).
/// The framework makes versions 4 and 7 only.
/// </summary>
public static class NaturalId
{
    private static readonly Guid Namespace = new("6f1d3a54-6a3e-5d0b-9d5c-0d6c7f1c8a11");

    /// <summary>The id of these parts; where one ends and the next begins matters.</summary>
    public static Guid Of(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        Span<byte> id = stackalloc byte[20];
        Namespace.TryWriteBytes(id, bigEndian: true, out _);
        hash.AppendData(id[..16]);
        foreach (var part in parts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(part));
            hash.AppendData([0]);
        }

        hash.GetHashAndReset(id);
        id[6] = (byte)((id[6] & 0x0F) | 0x50);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id[..16], bigEndian: true);
    }

    /// <summary>
    /// The id of what these parts name and this time belongs to: it begins with the milliseconds since 1970, as in version 7, so that it lies in the order of
    /// time; version 8, since the rest is not random.
    /// </summary>
    public static Guid At(DateTimeOffset time, params ReadOnlySpan<string> parts)
    {
        Span<byte> id = stackalloc byte[16];
        Of(parts).TryWriteBytes(id, bigEndian: true, out _);
        Span<byte> milliseconds = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(milliseconds, time.ToUnixTimeMilliseconds());
        milliseconds[2..].CopyTo(id);
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}
