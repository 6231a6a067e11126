namespace AgentBus.TestKit.Network;

/// <summary>What a <see cref="TcpProxy"/> does with the bytes of one direction.</summary>
public enum Flow
{
    /// <summary>Hands them on.</summary>
    Pass,

    /// <summary>Keeps them, as a network that loses every packet: the connection stays, and goes on when the flow does.</summary>
    Hold,

    /// <summary>Loses them for good; such a connection is fit for nothing but a reset.</summary>
    Drop,
}
