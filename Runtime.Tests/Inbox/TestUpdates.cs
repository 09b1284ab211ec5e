using System.Text;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>Updates as Telegram would send them, cut down to what a test needs.</summary>
internal static class TestUpdates
{
    public static UpdateEnvelope Message(long updateId, long chat = 1, string text = "hi") =>
        Read($$$"""{"update_id":{{{updateId}}},"message":{"message_id":{{{updateId}}},"date":1,"chat":{"id":{{{chat}}},"type":"private"},"text":"{{{text}}}"}}""");

    public static UpdateEnvelope AlbumPart(
        long updateId, long chat = 1, string group = "g", long? messageId = null, string kind = "message") =>
        Read($$$"""{"update_id":{{{updateId}}},"{{{kind}}}":{"message_id":{{{messageId ?? updateId}}},"date":1,"chat":{"id":{{{chat}}},"type":"private"},"media_group_id":"{{{group}}}"}}""");

    public static UpdateEnvelope Poll(long updateId) => Read($$$"""{"update_id":{{{updateId}}},"poll":{"id":"p"}}""");

    public static UpdateEnvelope Undecodable(long updateId) => Read($$$"""{"update_id":{{{updateId}}},"message":{}}x""");

    public static UpdateEnvelope Read(string json) => UpdateEnvelope.Read(Encoding.UTF8.GetBytes(json));

    public static long[] Ids(this UpdateClaim claim) => [.. claim.Updates.Select(update => update.UpdateId)];
}
