using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi.Schema;
using Telegram.Webhooks.Runtime.Sandbox.Methods;
using Telegram.Webhooks.Runtime.Sandbox.Polling;
using Telegram.Webhooks.Runtime.Sandbox.Webhooks;
using Telegram.Webhooks.Runtime.Sandbox.Wire;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.BotApi;

/// <summary>One call, from its name and arguments to its answer: over HTTP and as a reply to a webhook alike.</summary>
internal sealed class BotApiService(SandboxWorld world, WebhookRegistration webhook, UpdatePolling polling,
    RemoteFiles remoteFiles, WireLog log, Activity activity, SendRates? rates)
{
    private readonly ParameterCheck _check = new(SharedSchema);

    /// <summary>Read once; it never changes.</summary>
    public static ApiSchema SharedSchema { get; } = ApiSchema.Load();

    /// <param name="name">In any case.</param>
    /// <param name="parameters">What was sent along.</param>
    /// <param name="origin">How it came, for the wire log.</param>
    /// <param name="cancellationToken">Ends a call that waits.</param>
    public async Task<ApiAnswer> Call(
        string name, CallParameters parameters, string origin, CancellationToken cancellationToken)
    {
        var started = world.Time.GetTimestamp();
        using var call = activity.Begin(name, isCall: true);
        var answer = await Answer(name, parameters, call, cancellationToken).ConfigureAwait(false);
        var shown = Find(name)?.Name ?? name;
        log.Call(shown, origin, parameters.ToJson(), answer, world.Time.GetElapsedTime(started));
        return answer;
    }

    private async Task<ApiAnswer> Answer(
        string name, CallParameters parameters, ActivityPart call, CancellationToken cancellationToken)
    {
        try
        {
            var method = Find(name) ?? throw ApiError.MethodNotFound();
            _check.Check(method, parameters);
            return method.Name switch
            {
                "getUpdates" => await polling.GetUpdates(parameters, call, cancellationToken).ConfigureAwait(false),
                "setWebhook" => await webhook.Set(
                    parameters, parameters.Text("url"), call, cancellationToken).ConfigureAwait(false),
                "deleteWebhook" => await webhook.Set(parameters, "", call, cancellationToken).ConfigureAwait(false),
                "getWebhookInfo" => ApiAnswer.Success(webhook.Info()),
                _ => await Behave(method, parameters, cancellationToken).ConfigureAwait(false),
            };
        }
        catch (ApiError error)
        {
            return ApiAnswer.Failure(error);
        }
    }

    private static SchemaMethod? Find(string name) =>
        SharedSchema.Method(MethodTable.OldNames.GetValueOrDefault(name, name));

    private async Task<ApiAnswer> Behave(
        SchemaMethod method, CallParameters parameters, CancellationToken cancellationToken)
    {
        if (!MethodTable.Behaviours.TryGetValue(method.Name, out var behaviour))
            throw ApiError.NotImplemented(method.Name);
        rates?.Take(method.Name, parameters);
        var call = new MethodCall(world, method.Name, parameters);
        await remoteFiles.Fetch(call, cancellationToken).ConfigureAwait(false);
        JsonNode? result;
        lock (world.Gate) result = behaviour(call);
        return ApiAnswer.Success(result);
    }
}
