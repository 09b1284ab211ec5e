using Telegram.Webhooks.Runtime.Sandbox.BotApi;

namespace Telegram.Webhooks.Runtime.Sandbox.Polling;

/// <summary>409 answers: the first at once, one that follows within three seconds three seconds later.</summary>
internal sealed class Conflicts(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private readonly Lock gate = new();
    private DateTimeOffset nextAtOnce = DateTimeOffset.MinValue;

    public async Task<ApiError> Refuse(string text, CancellationToken cancellationToken)
    {
        bool atOnce;
        lock (gate)
        {
            atOnce = time.GetUtcNow() >= nextAtOnce;
            if (atOnce) nextAtOnce = time.GetUtcNow() + Pause;
        }
        if (!atOnce) await Task.Delay(Pause, time, cancellationToken);
        return ApiError.Conflict(text);
    }
}
