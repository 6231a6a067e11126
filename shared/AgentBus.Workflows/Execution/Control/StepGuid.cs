using System.Security.Cryptography;
using System.Text;

namespace AgentBus.Workflows.Execution.Control;

/// <summary>
/// Ids of what a step brings into the world: the same for the same step of the same run, so that a repetition is recognised. In the form
/// of RFC 9562, version 8.
/// </summary>
internal static class StepGuid
{
    private const int TimeBytes = 6;

    public static Guid Of(Guid run, string step) => Of(run, step, 0);

    /// <summary>The same for a run: it begins like the id of the run that starts it, with the time, so that the two lie together in the indexes of the store.</summary>
    public static Guid OfRun(Guid run, string step) => Of(run, step, TimeBytes);

    private static Guid Of(Guid run, string step, int sameBytes)
    {
        var id = SHA256.HashData(Encoding.UTF8.GetBytes($"{run:N}:{step}")).AsSpan(0, 16);
        run.ToByteArray(bigEndian: true).AsSpan(0, sameBytes).CopyTo(id);
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}
