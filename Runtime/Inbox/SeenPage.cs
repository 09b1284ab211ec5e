namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// Update ids seen, one bit each. Telegram counts ids up by one, so a page of 4096 neighbours is dense: remembering 48
/// hours of a busy bot takes a bit an update instead of an indexed row, and no row is touched when an update is done.
/// </summary>
internal static class SeenPage
{
    private const int IdsPerPage = 4096;

    /// <summary>How many bytes a page takes.</summary>
    public const int Bytes = IdsPerPage / 8;

    /// <summary>
    /// How many parts the retention is cut into; ids are forgotten a part at a time, so up to a part later than asked.
    /// </summary>
    public const int PeriodsPerRetention = 4;

    public static long PageOf(long updateId) => updateId >> 12;

    public static bool Has(ReadOnlySpan<byte> page, long updateId) => (page[ByteOf(updateId)] & BitOf(updateId)) != 0;

    public static void Set(Span<byte> page, long updateId) => page[ByteOf(updateId)] |= BitOf(updateId);

    /// <param name="time">Time that passes as it does, and that nobody sets.</param>
    /// <param name="retention">How long ids are remembered.</param>
    public static long PeriodOf(TimeSpan time, TimeSpan retention) =>
        time.Ticks / (retention.Ticks / PeriodsPerRetention);

    /// <summary>The oldest period that may hold an id that is not older than the retention.</summary>
    public static long Oldest(long period) => period - PeriodsPerRetention;

    private static int ByteOf(long updateId) => (int)(updateId & (IdsPerPage - 1)) >> 3;

    private static byte BitOf(long updateId) => (byte)(1 << (int)(updateId & 7));
}
