using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.Polling;
using Telegram.Webhooks.Runtime.Sandbox.Updates;

namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>
/// <c>setWebhook</c>, <c>deleteWebhook</c> and <c>getWebhookInfo</c>, in the real server's order of steps.
/// </summary>
internal sealed class WebhookRegistration(
    WebhookRules rules, WebhookState state, UpdateQueue updates, UpdatePolling polling, SenderFactory senders, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private DateTimeOffset _nextAllowed = DateTimeOffset.MinValue;
    private TaskCompletionSource? _pending;
    private WebhookSender? _sender;

    /// <param name="given">The arguments.</param>
    /// <param name="url">The new address; empty deletes the webhook.</param>
    /// <param name="call">Says when it waits.</param>
    /// <param name="cancellationToken">Not listened to once the old webhook is gone: the real server goes on without
    /// its caller, too.</param>
    public async Task<ApiAnswer> Set(
        CallParameters given, string url, ActivityPart call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        WebhookSender? closing;
        bool existed;
        lock (_gate)
        {
            LimitPace(url);
            _pending?.TrySetException(ApiError.Conflict("terminated by other setWebhook"));
            if (_pending is null && IsUnchanged(given, url))
            {
                updates.Allow(given.Text("allowed_updates"));
                return ApiAnswer.Success(true, url.Length == 0 ? "Webhook is already deleted" : "Webhook is already set");
            }
            polling.Abort();

            // The old webhook is gone before the new request is looked at: a call that fails leaves none.
            existed = state.Settings is not null;
            (closing, _sender) = (_sender, null);
            state.Begin();
            _pending = mine;
        }
        if (closing is not null) await closing.DisposeAsync().ConfigureAwait(false);
        return await Replace(given, url, existed, mine, call).ConfigureAwait(false);
    }

    /// <summary>In the order in which the real server writes the fields.</summary>
    public JsonObject Info()
    {
        var settings = state.Settings;
        var info = new JsonObject
        {
            ["url"] = settings?.RawUrl ?? "",
            ["has_custom_certificate"] = settings?.Certificate is not null,
            ["pending_update_count"] = updates.Count,
        };
        if (state.LastError is { Message: not null } error)
        {
            info["last_error_date"] = error.Date;
            info["last_error_message"] = error.Message;
        }
        if (settings is not null)
        {
            info["max_connections"] = settings.MaxConnections;
            info["ip_address"] = settings.Address?.ToString() ?? "<unknown>";
        }
        if (updates.Allowed is { } kinds)
            info["allowed_updates"] = kinds.Select(JsonNode? (kind) => kind).ToJsonArray();
        return info;
    }

    public async ValueTask DisposeAsync()
    {
        WebhookSender? last;
        lock (_gate) (last, _sender) = (_sender, null);
        if (last is not null) await last.DisposeAsync().ConfigureAwait(false);
    }

    private void LimitPace(string url)
    {
        if (url.Length == 0) return;
        var now = time.GetUtcNow();
        if (now < _nextAllowed) throw ApiError.TooManyRequests(1);
        _nextAllowed = now + Pace;
    }

    /// <summary>The same again, without a certificate before or now: only allowed_updates is taken.</summary>
    private bool IsUnchanged(CallParameters given, string url)
    {
        if (given.Boolean("drop_pending_updates") || WebhookRules.Certificate(given) is not null) return false;
        if (state.Settings is not { } current) return url.Length == 0;
        return current.Certificate is null && current.RawUrl == url
            && current.MaxConnections == rules.MaxConnections(given)
            && current.SecretToken == given.Text("secret_token") && current.FixedIp == given.Text("ip_address");
    }

    private async Task<ApiAnswer> Replace(
        CallParameters given, string url, bool existed, TaskCompletionSource mine, ActivityPart call)
    {
        WebhookSettings? set = null;
        try
        {
            if (given.Boolean("drop_pending_updates")) updates.Clear();
            if (url.Length > 0) set = await Prepare(given, url, mine.Task, call).ConfigureAwait(false);
        }
        finally
        {
            Finish(mine, set);
        }
        if (mine.Task.IsFaulted) await mine.Task.ConfigureAwait(false);
        return ApiAnswer.Success(true, url.Length > 0 ? "Webhook was set" : existed ? "Webhook was deleted" : "Webhook is already deleted");
    }

    private async Task<WebhookSettings> Prepare(CallParameters given, string url, Task overtaken, ActivityPart call)
    {
        var settings = rules.Read(given, url);
        updates.Allow(given.Text("allowed_updates"));
        rules.CheckStart(settings);
        var located = Locate(settings);
        call.Waits(() => located.IsCompleted || overtaken.IsCompleted);
        await (await Task.WhenAny(located, overtaken).ConfigureAwait(false)).ConfigureAwait(false);
        call.Works();
        WebhookRules.LoadCertificate(settings);
        return settings;
    }

    /// <summary>A call that a newer one has overtaken changes nothing more.</summary>
    private void Finish(TaskCompletionSource mine, WebhookSettings? set)
    {
        lock (_gate)
        {
            if (_pending != mine) return;
            _pending = null;
            state.End(set);
            if (set is not null) _sender = senders.Start(set, CloseForever);
        }
    }

    private async Task Locate(WebhookSettings settings)
    {
        if (settings.Address is not null) return;
        IPAddress address;
        try
        {
            address = await senders.Resolve(settings.Url.BareHost).ConfigureAwait(false);
        }
        catch (SocketException error)
        {
            throw WebhookRules.Bad("Failed to resolve host: " + error.Message);
        }
        rules.CheckAddress(address);
        settings.Address = address;
    }

    /// <summary>A day of 410: the server deletes the webhook by itself.</summary>
    private void CloseForever(WebhookSender finished)
    {
        lock (_gate)
        {
            if (_sender != finished) return;
            _sender = null;
            state.Begin();
            state.End(null);
        }
    }
}
