using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Telegram.Webhooks.Runtime.Diagnosis;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// Answers at <see cref="WebhookServerOptions.HealthPath"/> how the bot is: 200 while it takes updates, 503 while it
/// does not, and why, as JSON.
/// </summary>
internal sealed class HealthEndpoint(WebhookPath path, HealthEvaluator health)
{
    public bool Matches(string? requestPath) => path.Matches(requestPath);

    public async Task Answer(HttpContext context)
    {
        var response = context.Response;
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = "GET, HEAD";
            return;
        }

        var state = await health.Check(context.RequestAborted).ConfigureAwait(false);
        response.StatusCode = state.Status == HealthStatus.Unhealthy
            ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status200OK;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        var body = Write(state);
        response.ContentLength = body.WrittenCount;
        if (HttpMethods.IsGet(context.Request.Method))
            await response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
    }

    private static ArrayBufferWriter<byte> Write(BotHealth state)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("status", state.Status.ToString());
        json.WriteStartArray("findings");
        foreach (var finding in state.Findings)
        {
            json.WriteStartObject();
            json.WriteString("id", finding.Id);
            json.WriteString("severity", finding.Severity.ToString());
            json.WriteString("what", finding.What);
            json.WriteString("why", finding.Why);
            json.WriteString("whatToDo", finding.WhatToDo);
            if (finding.Evidence is { } evidence)
                json.WriteString("evidence", evidence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return buffer;
    }
}
