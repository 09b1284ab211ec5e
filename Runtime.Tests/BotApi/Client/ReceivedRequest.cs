using System.Text;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

/// <summary>What a server saw of a request.</summary>
internal sealed record ReceivedRequest(HttpMethod Method, Uri Url, string? ContentType, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string MethodName => Url.Segments[^1];
}
