using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>Tells whoever listens what happens: the chat page event by event, waiting tests that something changed.</summary>
internal sealed class Feed
{
    private readonly Lock gate = new();
    private readonly List<Channel<JsonObject>> listeners = [];
    private TaskCompletionSource changed = NewSignal();

    /// <summary>Completes at the next event. Take it before looking at the state, then look, then await it.</summary>
    public Task Changed
    {
        get
        {
            lock (gate) return changed.Task;
        }
    }

    public void Publish(string kind, JsonObject data)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            foreach (var listener in listeners)
                listener.Writer.TryWrite(new JsonObject { ["kind"] = kind, ["data"] = data.DeepClone() });
            signal = changed;
            changed = NewSignal();
        }
        signal.TrySetResult();
    }

    /// <summary>A listener that is this far behind loses the oldest events;.</summary>
    public ChannelReader<JsonObject> Listen()
    {
        var channel = Channel.CreateBounded<JsonObject>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (gate) listeners.Add(channel);
        return channel.Reader;
    }

    public void Leave(ChannelReader<JsonObject> reader)
    {
        lock (gate) listeners.RemoveAll(listener => listener.Reader == reader);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
