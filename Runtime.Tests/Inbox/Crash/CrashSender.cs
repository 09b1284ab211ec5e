using System.Net;
using System.Text;

namespace Telegram.Webhooks.Runtime.Tests.Inbox.Crash;

/// <summary>
/// Sends the updates of one chat as Telegram does: one in flight, the next after a 200, the same again when there was
/// none.
/// </summary>
internal sealed class CrashSender(long chat, Random random)
{
    private const int UpdateIdsPerChat = 1_000_000;
    private const int MaxAlbumParts = 4;

    private long _next = 1;
    private string? _group;
    private int _partsLeft;
    private bool _unanswered;

    public long Chat { get; } = chat;

    /// <summary>Message ids that were answered 200.</summary>
    public List<long> Acknowledged { get; } = [];

    /// <summary>Those of them that are parts of an album.</summary>
    public HashSet<long> AlbumParts { get; } = [];

    /// <summary>
    /// Sends until cancelled or cut off. Only the server's death ends it otherwise. Tells when something was answered
    /// 200.
    /// </summary>
    public async Task Send(
        HttpClient client, Uri url, TaskCompletionSource acknowledged, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && await SendOne(client, url)) acknowledged.TrySetResult();
    }

    /// <summary>Sends again what got no answer, if there is such a one.</summary>
    public async Task SendUnanswered(HttpClient client, Uri url)
    {
        if (_unanswered) Assert.That(await SendOne(client, url), Is.True);
    }

    private async Task<bool> SendOne(HttpClient client, Uri url)
    {
        if (!_unanswered) DecideAlbum();
        _unanswered = true;
        var group = _group is null ? "" : $",\"media_group_id\":\"{_group}\"";
        var json = $$$"""{"update_id":{{{(Chat * UpdateIdsPerChat) + _next}}},"message":{"message_id":{{{_next}}},"date":1,"chat":{"id":{{{Chat}}},"type":"private"}{{{group}}}}}""";
        try
        {
            using var content = new StringContent(json, Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync(url, content, CancellationToken.None);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
        catch (HttpRequestException)
        {
            return false;
        }

        _unanswered = false;
        Acknowledged.Add(_next);
        if (_group is not null) AlbumParts.Add(_next);
        _next++;
        return true;
    }

    private void DecideAlbum()
    {
        if (_partsLeft > 0)
        {
            _partsLeft--;
            return;
        }

        _group = random.Next(5) == 0 ? $"{Chat}-{_next}" : null;
        _partsLeft = _group is null ? 0 : random.Next(MaxAlbumParts);
    }
}
