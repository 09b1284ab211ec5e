using System.Text;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// An update that was given up: its attempts ran out, or it could not be decoded. Kept until replayed or purged, or
/// until the inbox's <c>DeadLetterRetention</c> is over.
/// </summary>
public sealed class DeadLetter
{
    /// <summary>How many bytes of an error text an inbox keeps, in UTF-8.</summary>
    public const int MaxErrorBytes = 2048;

    /// <summary>
    /// The inbox's own number of this letter, for <see cref="IUpdateInbox.Replay"/> and
    /// <see cref="IUpdateInbox.Purge"/>.
    /// </summary>
    public required long Id { get; init; }

    /// <summary>Telegram's number of the update; null when the body did not tell.</summary>
    public long? UpdateId { get; init; }

    /// <summary>Which kind of update, if known.</summary>
    public string? Kind { get; init; }

    /// <summary>The body exactly as it came in.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>When it came in.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>How many times it was tried; 0 when it could not be decoded on arrival.</summary>
    public required int Attempts { get; init; }

    /// <summary>Why it was given up.</summary>
    public required string Error { get; init; }

    /// <summary>
    /// What its attempts have already got done; a replay does not do it again. Of a media group, its first part has it.
    /// </summary>
    public IReadOnlyList<SaidCall> Said { get; init; } = [];

    /// <summary>
    /// An error text as an inbox keeps it: cut to <see cref="MaxErrorBytes"/>, whole characters only.
    /// </summary>
    public static string Shorten(string error)
    {
        ArgumentNullException.ThrowIfNull(error);
        if (error.Length <= MaxErrorBytes / 3 || Encoding.UTF8.GetByteCount(error) <= MaxErrorBytes) return error;
        const string ellipsis = "…";
        Span<byte> kept = stackalloc byte[MaxErrorBytes - 3];
        Encoding.UTF8.GetEncoder().Convert(error, kept, flush: false, out var used, out _, out _);
        // Half a character that was read may still be the encoder's to write.
        if (char.IsHighSurrogate(error[used - 1])) used--;
        return string.Concat(error.AsSpan(0, used), ellipsis);
    }
}
