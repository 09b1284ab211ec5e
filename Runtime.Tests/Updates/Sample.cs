using System.Text;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Updates;

/// <summary>Updates as Telegram would send them.</summary>
internal static class Sample
{
    public static readonly TimeSpan Patience = RealTime.Patience;

    public static Update Update(string kind, string payload, long id = 1) => Runtime.Types.Update.Parse(Encoding.UTF8.GetBytes($$"""{"update_id":{{id}},"{{kind}}":{{payload}}}"""));

    /// <param name="fields">Further fields of the message, as JSON without braces.</param>
    public static Update Message(string fields = "\"text\":\"hi\"", long chat = 1, string kind = "message",
        string chatType = "private", long id = 1) =>
        Update(kind, $$"""{"message_id":{{id}},"date":1700000000,"chat":{"id":{{chat}},"type":"{{chatType}}"},{{fields}}}""", id);

    public static Update Text(string text, long chat = 1) => Message($"\"text\":\"{text}\"", chat);

    /// <summary>An album as delivery assembles it.</summary>
    public static Update Album(string kind, params string[] parts)
    {
        var updates = parts.Select(
            (fields, index) => Message($"{fields},\"media_group_id\":\"7\"", kind: kind, id: index + 1)).ToList();
        var messages = updates.Select(update => update.Message ?? update.ChannelPost ?? update.BusinessMessage!)
            .ToList();
        return kind switch
        {
            "message" => new Update { UpdateId = 1, Message = messages[0], MediaGroup = messages },
            "channel_post" => new Update { UpdateId = 1, ChannelPost = messages[0], MediaGroup = messages },
            _ => new Update { UpdateId = 1, BusinessMessage = messages[0], MediaGroup = messages },
        };
    }

    public const string Photo = "\"photo\":[{\"file_id\":\"p\",\"file_unique_id\":\"p\",\"width\":1,\"height\":1}]";
    public const string Video = "\"video\":{\"file_id\":\"v\",\"file_unique_id\":\"v\",\"width\":1,\"height\":1,\"duration\":1}";
    public const string Document = "\"document\":{\"file_id\":\"d\",\"file_unique_id\":\"d\"}";
    public const string Audio = "\"audio\":{\"file_id\":\"a\",\"file_unique_id\":\"a\",\"duration\":1}";

    /// <summary>Hands an update to a filter, as delivery does.</summary>
    public static Task Receive(this IUpdatesFilter filter, Update update, CancellationToken cancellation = default) =>
        filter.AsUpdateReceiver(update, cancellation).AsTask();

    public static Task InTime(this Task task) => task.WaitAsync(Patience);

    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(Patience);

    public static Task<T> InTime<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Patience);
}
