using Telegram.Webhooks.Runtime.Sandbox.BotApi;

namespace Telegram.Webhooks.Runtime.Sandbox.Polling;

/// <summary>409 answers: the first at once, one that follows within three seconds three seconds later.</summary>
internal sealed class Conflicts(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private DateTimeOffset _nextAtOnce = DateTimeOffset.MinValue;

    public async Task<ApiError> Refuse(string text, ActivityPart call, CancellationToken cancellationToken)
    {
        bool atOnce;
        lock (_gate)
        {
            atOnce = time.GetUtcNow() >= _nextAtOnce;
            if (atOnce) _nextAtOnce = time.GetUtcNow() + Pause;
        }
        if (!atOnce)
        {
            var pause = Task.Delay(Pause, time, cancellationToken);
            call.Waits(() => pause.IsCompleted);
            await pause.ConfigureAwait(false);
            call.Works();
        }
        return ApiError.Conflict(text);
    }
}
