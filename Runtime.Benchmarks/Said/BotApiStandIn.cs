using System.Text;
using Microsoft.AspNetCore.Http;

namespace Telegram.Webhooks.Runtime.Benchmarks.Said;

/// <summary>Answers every call with the message it would have sent, as long as a usual one is.</summary>
internal static class BotApiStandIn
{
    private static readonly byte[] Message = Encoding.UTF8.GetBytes(
        """{"ok":true,"result":{"message_id":4711,"from":{"id":123456789,"is_bot":true,"first_name":"Bench","username":"bench_bot"},"""
        + """ "chat":{"id":77,"first_name":"Ada","last_name":"Lovelace","username":"ada","type":"private"},"date":1790000000,"text":"You said hello, 1"}}""");

    public static async Task Answer(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Message.Length;
        await context.Response.Body.WriteAsync(Message);
    }
}
