using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.People;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Page;

/// <summary>
/// The chat page and what it asks for, which other programs may ask for too: docs/sandbox.md describes it.
/// </summary>
internal sealed class PageEndpoint(SandboxParts parts, CancellationToken stopping)
{
    private const string NoSuchBot = "There is no such bot.";

    public async Task<bool> Handle(HttpContext http)
    {
        var route = $"{http.Request.Method} {http.Request.Path.Value}";
        if (route != "GET /" && !http.Request.Path.StartsWithSegments("/sandbox", StringComparison.Ordinal))
            return false;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-store";
        if (parts.Access.Refusal(http.Request) is { } refusal)
        {
            await Write(http, 403, new JsonObject { ["error"] = refusal }).ConfigureAwait(false);
            return true;
        }
        if (parts.FindBot(http.Request.Query["bot"].ToString()) is not { } bot)
        {
            await Write(http, 400, new JsonObject { ["error"] = NoSuchBot }).ConfigureAwait(false);
            return true;
        }
        switch (route)
        {
            case "GET /": await Page(http).ConfigureAwait(false); break;
            case "GET /sandbox/state": await Write(http, 200, Locked(() => PageState.Of(parts, bot))).ConfigureAwait(false); break;
            case "GET /sandbox/webhook": await Write(http, 200, bot.Webhook.Info()).ConfigureAwait(false); break;
            case "GET /sandbox/events": await Events(http, bot).ConfigureAwait(false); break;
            case "GET /sandbox/messages": await Write(http, 200, await PageMessages.After(bot, http.Request, http.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false); break;
            case "GET /sandbox/file": await File(http).ConfigureAwait(false); break;
            case "POST /sandbox/act": await Act(http, (asking, asked) => PageActions.Do(asking.World, asked)).ConfigureAwait(false); break;
            case "POST /sandbox/faults": await Act(http, PageMessages.Fail).ConfigureAwait(false); break;
            case "POST /sandbox/files": await Files(http).ConfigureAwait(false); break;
            default: return await Asset(http).ConfigureAwait(false);
        }
        return true;
    }

    private async Task Page(HttpContext http)
    {
        parts.Access.Remember(http);
        var html = PageHtml.Make(out var policy);
        http.Response.Headers.ContentSecurityPolicy = policy;
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(html, http.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<bool> Asset(HttpContext http)
    {
        const string folder = "/sandbox/assets/";
        var path = http.Request.Path.Value!;
        if (!HttpMethods.IsGet(http.Request.Method) || !path.StartsWith(folder, StringComparison.Ordinal)) return false;
        var name = path[folder.Length..];
        if (PageAssets.Find(name) is not { } content) return false;
        http.Response.ContentType = PageAssets.TypeOf(name);
        await http.Response.Body.WriteAsync(content, http.RequestAborted).ConfigureAwait(false);
        return true;
    }

    private async Task Events(HttpContext http, BotParts bot)
    {
        http.Response.ContentType = "text/event-stream";
        var feed = bot.World.Feed.Listen(bot.World.Bot.Id);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        try
        {
            await http.Response.WriteAsync("retry: 500\n\n", ended.Token).ConfigureAwait(false);
            await http.Response.Body.FlushAsync(ended.Token).ConfigureAwait(false);
            await foreach (var happened in feed.ReadAllAsync(ended.Token).ConfigureAwait(false))
            {
                await http.Response.WriteAsync(
                    $"data: {happened.ToJsonString()}\n\n", ended.Token).ConfigureAwait(false);
                await http.Response.Body.FlushAsync(ended.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            bot.World.Feed.Leave(feed);
        }
    }

    private async Task File(HttpContext http)
    {
        StoredFile? file;
        lock (parts.First.World.Gate) file = parts.First.World.Files.ById(http.Request.Query["id"].ToString());
        if (file is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        // Only what a browser cannot run is shown in place; everything else is a download.
        var harmless = file.Width > 0 || file.MimeType.StartsWith("video/", StringComparison.Ordinal)
            || file.MimeType.StartsWith("audio/", StringComparison.Ordinal);
        http.Response.ContentType = harmless ? file.MimeType : "application/octet-stream";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        if (!harmless) http.Response.Headers.ContentDisposition = "attachment";
        await http.Response.Body.WriteAsync(file.Content, http.RequestAborted).ConfigureAwait(false);
    }

    private async Task Act(HttpContext http, Func<BotParts, JsonObject, JsonObject> act)
    {
        JsonObject? asked = null;
        try
        {
            asked = await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted).ConfigureAwait(false) as JsonObject;
        }
        catch (JsonException)
        {
            asked = null;
        }
        await Answer(http, () => asked is null ? throw new InvalidOperationException("That was no JSON object.") : act(BotOf(asked.Text("bot")), asked)).ConfigureAwait(false);
    }

    private async Task Files(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted).ConfigureAwait(false);
        var files = new List<UploadedFile>();
        foreach (var file in form.Files)
        {
            var content = new MemoryStream();
            await file.CopyToAsync(content, http.RequestAborted).ConfigureAwait(false);
            files.Add(new UploadedFile(file.FileName, file.ContentType, content.ToArray()));
        }
        await Answer(http, () =>
        {
            if (files.Count is 0 or > 10) throw new InvalidOperationException("Choose one to ten files.");
            var world = BotOf(form["bot"].ToString()).World;
            var person = PageActions.PersonOf(world, Number(form["user"]));
            world.SendFiles(PageActions.RoomOf(world, person, Number(form["chat"])), person, files,
                form["caption"].ToString(), (int)Number(form["topic"]), (int)Number(form["reply"]));
            return [];
        }).ConfigureAwait(false);
    }

    private async Task Answer(HttpContext http, Func<JsonObject> action)
    {
        try
        {
            await Write(http, 200, Locked(action)).ConfigureAwait(false);
        }
        catch (Exception error) when (error is InvalidOperationException or ApiError)
        {
            await Write(http, 400, new JsonObject { ["error"] = error.Message }).ConfigureAwait(false);
        }
    }

    private BotParts BotOf(string which) => parts.FindBot(which) ?? throw new InvalidOperationException(NoSuchBot);

    private JsonObject Locked(Func<JsonObject> action)
    {
        lock (parts.First.World.Gate) return action();
    }

    private static long Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static async Task Write(HttpContext http, int status, JsonObject body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.WriteAsync(body.ToJsonString(), http.RequestAborted).ConfigureAwait(false);
    }
}
