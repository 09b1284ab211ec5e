using System.Text.Json;

namespace Telegram.Webhooks.Runtime.BotApi.Json;

/// <summary>
/// Carries a wrong value from where it was found to the entry point, which knows the document's start and so can name
/// the path. Readers keep no path of their own: the good case would pay for it at every level.
/// </summary>
internal sealed class WrongShapeException : JsonException
{
    public WrongShapeException(string expectation, long position)
        : base(expectation) => Position = position;

    /// <summary>Where the wrong token starts, counted as the reader counts.</summary>
    public long Position { get; }
}
