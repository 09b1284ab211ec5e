namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>A call that was just noted, whose digest is taken when somebody reads the notes.</summary>
internal interface INewlySaid
{
    /// <summary><see cref="SaidCall.Name"/>.</summary>
    string Name { get; }

    /// <summary><see cref="SaidCall.Occurrence"/>.</summary>
    int Occurrence { get; }

    /// <summary>How many bytes it holds on to until then.</summary>
    int HeldBytes { get; }

    /// <summary><see cref="SaidCall.Digest"/>, computed at the first call; afterwards it holds on to nothing.</summary>
    ReadOnlySpan<byte> Digest { get; }
}
