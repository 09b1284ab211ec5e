using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>Real servers on loopback, and what tests post to them.</summary>
internal static class TestServers
{
    public const string Secret = "test-secret_1";

    public static readonly TimeSpan Guard = RealTime.Patience;

    public static string Message(long updateId, string text = "hello", long chatId = 77) =>
        $$$"""{"update_id":{{{updateId}}},"message":{"message_id":{{{updateId}}},"date":1790000000,"chat":{"id":{{{chatId}}},"type":"private","first_name":"Ada"},"text":"{{{text}}}"}}""";

    public static Task<WebhookServer> Start(
        UpdateReceiver receiver, WebhookServerOptions? options = null, Action<WebhookException>? onError = null,
        WebhookPrivateKeyConfig? key = null, string? subroute = "hook") =>
        WebhookServer.StartListenWebhooks(0, "127.0.0.1", subroute, key, onError, receiver, options ?? Options());

    public static WebhookServerOptions Options(UpdateInbox? inbox = null, string? secret = Secret, TimeSpan? debounce = null, ILoggerFactory? loggers = null) => new()
    {
        Inbox = inbox ?? UpdateInbox.None,
        SecretToken = secret,
        MediaGroupsDebounce = debounce ?? TimeSpan.FromMilliseconds(1000),
        LoggerFactory = loggers ?? NullLoggerFactory.Instance,
        TimeProvider = TimeProvider.System,
        Lookup = PublicAddress,
    };

    /// <summary>Says of every host that it is on the internet, and asks nobody.</summary>
    public static Task<IPAddress[]> PublicAddress(string host, CancellationToken cancellationToken) =>
        Task.FromResult<IPAddress[]>([new([8, 8, 8, 8])]);

    public static HttpRequestMessage Post(
        string url, string body, string? secret = Secret, string? contentType = "application/json")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (contentType is not null)
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        if (secret is not null)
            request.Headers.TryAddWithoutValidation("X-Telegram-Bot-Api-Secret-Token", secret);
        return request;
    }

    /// <summary>A client that trusts any certificate; what is trusted is the subject of other tests.</summary>
    public static HttpClient Client() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null },
    })
    {
        DefaultRequestVersion = HttpVersion.Version11,
        Timeout = Guard,
    };
}
