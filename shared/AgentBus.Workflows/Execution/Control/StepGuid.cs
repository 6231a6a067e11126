using System.Security.Cryptography;
using System.Text;

namespace AgentBus.Workflows.Execution.Control;

/// <summary>
/// Ids of what a step brings into the world: the same for the same step of the same run, so that a repetition is recognised. In the form
/// of RFC 9562, version 8.
/// </summary>
internal static class StepGuid
{
    public static Guid Of(Guid run, string step)
    {
        var id = SHA256.HashData(Encoding.UTF8.GetBytes($"{run:N}:{step}")).AsSpan(0, 16);
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}
