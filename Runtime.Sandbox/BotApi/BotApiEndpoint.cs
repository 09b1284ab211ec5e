using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.BotApi;

/// <summary><c>/bot&lt;token&gt;/&lt;method&gt;</c> and <c>/file/bot&lt;token&gt;/&lt;path&gt;</c>.</summary>
internal sealed class BotApiEndpoint(Func<string, BotParts?> find, Activity activity, bool cloud)
{
    // What the cloud takes: 50 MB and what is around them. A server of one's own takes 2000 MB.
    private const long MaxCloudBody = (50 << 20) + (1 << 20);
    private const long MaxLocalBody = 2000L << 20;

    // Names and values of all arguments together, files apart.
    private const int MaxParameters = 1 << 20;

    /// <summary>Answers a request of the Bot API. False when the path is none of it.</summary>
    public async Task<bool> Handle(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        if (path.StartsWith("/file/bot", StringComparison.Ordinal))
            await Download(http, path["/file/bot".Length..]).ConfigureAwait(false);
        else if (path.StartsWith("/bot", StringComparison.Ordinal))
            await Answer(http, path["/bot".Length..]).ConfigureAwait(false);
        else return false;
        return true;
    }

    private async Task Answer(HttpContext http, string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || find(path[..slash]) is not { } bot)
        {
            await Write(http, ApiAnswer.Failure(slash < 0 ? ApiError.NotFound() : ApiError.Unauthorized())).ConfigureAwait(false);
            return;
        }
        var method = path[(slash + 1)..];

        // The test environment of the same bot.
        if (method.StartsWith("test/", StringComparison.Ordinal)) method = method["test/".Length..];
        var fault = bot.Faults.Take(method);
        if (fault?.Delay > TimeSpan.Zero)
            await Delay(fault.Delay, bot.World.Time, http.RequestAborted).ConfigureAwait(false);
        var answer = fault?.Status is { } status
            ? ApiAnswer.Failure(FaultPlan.Error(fault, status))
            : await Call(http, bot.Api, method).ConfigureAwait(false);
        if (fault?.LosesAnswer == true) http.Abort();
        else await Write(http, answer).ConfigureAwait(false);
    }

    private async Task<ApiAnswer> Call(HttpContext http, BotApiService service, string method)
    {
        var parameters = new CallParameters();
        try
        {
            await Read(http.Request, parameters, http.RequestAborted).ConfigureAwait(false);
            return await service.Call(method, parameters, "http", http.RequestAborted).ConfigureAwait(false);
        }
        catch (ApiError error)
        {
            return ApiAnswer.Failure(error);
        }
    }

    private async Task Delay(TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var call = activity.Begin("a delay", isCall: true);
        var delay = Task.Delay(time, clock, cancellationToken);
        call.Waits(() => delay.IsCompleted);
        await delay.ConfigureAwait(false);
    }

    /// <summary>Arguments may come in the query, in the body, or in both.</summary>
    private async Task Read(HttpRequest request, CallParameters parameters, CancellationToken cancellationToken)
    {
        ParameterReader.ReadQuery(request.QueryString.Value ?? "", parameters);
        if (request.ContentLength > (cloud ? MaxCloudBody : MaxLocalBody))
            throw new ApiError(413, "Request Entity Too Large");
        var body = new MemoryStream();
        try
        {
            var content = Decoded(request);
            await using (content.ConfigureAwait(false)) await content.CopyToAsync(
                body, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            throw ApiError.BadRequest("the body is not in its content encoding");
        }
        if (body.Length > 0)
            await ParameterReader.ReadBody(
                request.ContentType, body.ToArray(), parameters, cancellationToken).ConfigureAwait(false);
        if (parameters.TextSize > MaxParameters)
        {
            var where = request.ContentType?.Contains("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true
                ? " in form data"
                : "";
            throw new ApiError(413, "Request Entity Too Large: too many parameters" + where);
        }
    }

    private static Stream Decoded(HttpRequest request) => request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant() switch
    {
        "" or "none" => request.Body,
        "gzip" => new GZipStream(request.Body, CompressionMode.Decompress),
        "deflate" => new ZLibStream(request.Body, CompressionMode.Decompress),
        _ => throw new ApiError(415, "Unsupported Media Type: unsupported content-encoding"),
    };

    private async Task Download(HttpContext http, string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || find(path[..slash]) is not { } bot)
        {
            await Write(http, ApiAnswer.Failure(slash < 0 ? ApiError.NotFound() : ApiError.Unauthorized())).ConfigureAwait(false);
            return;
        }
        StoredFile? file;
        lock (bot.World.Gate) file = bot.World.Files.ByPath(path[(slash + 1)..]);
        if (file is null)
        {
            await Write(http, ApiAnswer.Failure(ApiError.NotFound())).ConfigureAwait(false);
            return;
        }
        http.Response.ContentType = "application/octet-stream";
        http.Response.ContentLength = file.Content.Length;
        await http.Response.Body.WriteAsync(file.Content, http.RequestAborted).ConfigureAwait(false);
    }

    private static async Task Write(HttpContext http, ApiAnswer answer)
    {
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = "application/json";
        if (answer.RetryAfter is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var body = Encoding.UTF8.GetBytes(TelegramJson.Write(answer.Body));
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
    }
}
