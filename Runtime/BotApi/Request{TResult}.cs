using System.Text.Json;

namespace Telegram.Webhooks.Runtime.Requests;

/// <summary>A call of one Bot API method, with the type of what it results in.</summary>
/// <typeparam name="TResult">What Telegram answers under <c>result</c>.</typeparam>
public abstract class Request<TResult> : Request
{
    private protected Request()
    {
    }

    /// <summary>Reads the value of <c>result</c>; the reader stands on its first token.</summary>
    internal abstract TResult ReadResult(ref Utf8JsonReader reader);
}
