using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// What a start has opened so far; disposed without <see cref="Keep"/>, it closes all of it in reverse order.
/// </summary>
internal sealed class StartUndo(ILogger logger) : IAsyncDisposable
{
    private readonly Stack<object> _opened = new();

    /// <summary>Notes something <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/>.</summary>
    public T Opened<T>(T resource)
        where T : class
    {
        _opened.Push(resource);
        return resource;
    }

    /// <summary>
    /// The start has succeeded: gives away what was opened, the last first, without what somebody else closes.
    /// </summary>
    public IReadOnlyList<object> Keep(IReadOnlyCollection<object> except)
    {
        object[] kept = [.. _opened.Where(resource => !except.Contains(resource))];
        _opened.Clear();
        return kept;
    }

    public async ValueTask DisposeAsync()
    {
        while (_opened.TryPop(out var resource))
        {
            try
            {
                await Close(resource).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // The cause of the failed start is what the caller must see, not what went wrong in undoing it.
                WebhookLog.UndoFailed(logger, resource.GetType().Name, e);
            }
        }
    }

    /// <summary>Closes one thing, the way it can be closed.</summary>
    public static async ValueTask Close(object resource)
    {
        if (resource is IAsyncDisposable closeable)
            await closeable.DisposeAsync().ConfigureAwait(false);
        else if (resource is IDisposable disposable)
            disposable.Dispose();
    }
}
