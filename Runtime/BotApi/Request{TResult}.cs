using System.Text.Json;
using Telegram.Webhooks.Runtime.BotApi.Json;

namespace Telegram.Webhooks.Runtime.Requests;

/// <summary>A call of one Bot API method, with the type of what it results in.</summary>
/// <typeparam name="TResult">What Telegram answers under <c>result</c>.</typeparam>
public abstract class Request<TResult> : Request
{
    private protected Request()
    {
    }

    /// <summary>Reads what Telegram, or a test in its place, answers under <c>result</c>.</summary>
    /// <param name="json">The value as UTF-8 JSON.</param>
    /// <exception cref="JsonException">It is malformed, or not what the method answers.</exception>
    public TResult ParseResult(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, ReaderOptions);
        reader.Read();
        var result = ReadResult(ref reader);
        // Throws when something follows the value.
        reader.Read();
        return result;
    }

    /// <summary>How the result is read.</summary>
    internal virtual JsonReaderOptions ReaderOptions => ModelJson.ReaderOptions;

    internal sealed override Task ExecuteThrough(ITelegramBot bot, CancellationToken cancellationToken) =>
        bot.Execute(this, cancellationToken);

    /// <summary>Reads the value of <c>result</c>; the reader stands on its first token.</summary>
    internal abstract TResult ReadResult(ref Utf8JsonReader reader);
}
