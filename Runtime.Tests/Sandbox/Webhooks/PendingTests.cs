using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

/// <summary>Calls that wait for a name to be looked up, which the test answers when it likes.</summary>
internal sealed class PendingTests : SandboxTest
{
    private readonly Channel<TaskCompletionSource<IPAddress>> _lookups = Channel.CreateUnbounded<TaskCompletionSource<IPAddress>>();

    [Test]
    [Wire("1.3", "3.14")]
    public async Task Of_two_calls_that_are_pending_at_once_the_earlier_one_is_refused()
    {
        var first = Set("one");
        await NextLookup();
        await Pass(TimeSpan.FromSeconds(1));
        var second = Set("two");
        var lookup = await NextLookup();
        Assert.That((await first.WaitAsync(Guard)).ToJsonString(),
            Is.EqualTo("""{"ok":false,"error_code":409,"description":"Conflict: terminated by other setWebhook"}"""));
        Assert.That(second.IsCompleted, Is.False);
        lookup.SetResult(IPAddress.Loopback);
        Assert.That((await second.WaitAsync(Guard))["description"]!.GetValue<string>(), Is.EqualTo("Webhook was set"));
        Assert.That(Telegram.WebhookInfo()["url"]!.GetValue<string>(), Is.EqualTo("http://two.example:9/"));
    }

    [Test]
    [Wire("1.3")]
    public async Task Deleting_ends_a_call_that_is_pending_too()
    {
        var first = Set("one");
        await NextLookup();
        Assert.That((await Bot.Envelope("deleteWebhook"))["ok"]!.GetValue<bool>(), Is.True);
        Assert.That((await first.WaitAsync(Guard))["description"]!.GetValue<string>(),
            Is.EqualTo("Conflict: terminated by other setWebhook"));
        Assert.That(Telegram.WebhookInfo()["url"]!.GetValue<string>(), Is.Empty);
    }

    [Test]
    [Wire("3.5")]
    public async Task Polling_is_refused_while_a_webhook_is_being_set()
    {
        var pending = Set("one");
        var lookup = await NextLookup();
        Assert.That(await Bot.Error(409, "getUpdates"),
            Is.EqualTo("Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"));
        lookup.SetResult(IPAddress.Loopback);
        Assert.That((await pending.WaitAsync(Guard))["ok"]!.GetValue<bool>(), Is.True);
    }

    [Test]
    [Wire("2.11")]
    public async Task A_host_that_cannot_be_found_is_a_bad_webhook()
    {
        var pending = Set("nowhere");
        var unknown = new SocketException((int)SocketError.HostNotFound);
        (await NextLookup()).SetException(unknown);
        var answer = await pending.WaitAsync(Guard);
        Assert.That(answer["error_code"]!.GetValue<int>(), Is.EqualTo(400));
        Assert.That(answer["description"]!.GetValue<string>(),
            Is.EqualTo("Bad Request: bad webhook: Failed to resolve host: " + unknown.Message));
        Assert.That(Telegram.WebhookInfo()["url"]!.GetValue<string>(), Is.Empty);
    }

    protected override TelegramSandboxOptions Options() => new()
    {
        TimeProvider = Time,
        Random = new Random(7),
        Resolve = _ =>
        {
            var lookup = new TaskCompletionSource<IPAddress>(TaskCreationOptions.RunContinuationsAsynchronously);
            _lookups.Writer.TryWrite(lookup);
            return lookup.Task;
        },
    };

    private Task<JsonObject> Set(string host) =>
        Bot.Envelope("setWebhook", new JsonObject { ["url"] = $"http://{host}.example:9/" });

    private async Task<TaskCompletionSource<IPAddress>> NextLookup()
    {
        using var patience = new CancellationTokenSource(Guard);
        return await _lookups.Reader.ReadAsync(patience.Token);
    }
}
