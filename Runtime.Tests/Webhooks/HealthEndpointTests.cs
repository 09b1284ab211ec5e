using System.Text;
using Microsoft.AspNetCore.Http;
using Telegram.Webhooks.Runtime.BotApi.Transport;
using Telegram.Webhooks.Runtime.Diagnosis;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>What the health page says.</summary>
public sealed class HealthEndpointTests
{
    [Test]
    public async Task What_is_wrong_is_told_in_full_with_503()
    {
        var (response, body) = await Answer("It \"ended\".");

        Assert.That(response.StatusCode, Is.EqualTo(503));
        Assert.That(response.ContentType, Is.EqualTo("application/json"));
        Assert.That(response.Headers.CacheControl.ToString(), Is.EqualTo("no-store"));
        Assert.That(body, Is.EqualTo("""
            {
              "status": "Unhealthy",
              "findings": [
                {
                  "id": "bot.not-running",
                  "severity": "Error",
                  "what": "The bot does not take updates.",
                  "why": "It could not start, it ended, or it is being stopped. Telegram keeps its updates for up to 24 hours.",
                  "whatToDo": "Look at what was seen and at the log; start it again.",
                  "evidence": "It \"ended\"."
                }
              ]
            }
            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public async Task A_bot_without_findings_is_200_with_an_empty_list()
    {
        var (response, body) = await Answer(notRunning: null);

        Assert.That(response.StatusCode, Is.EqualTo(200));
        Assert.That(body, Is.EqualTo("{\n  \"status\": \"Healthy\",\n  \"findings\": []\n}"));
        Assert.That(response.ContentLength, Is.EqualTo(body.Length));
    }

    private static async Task<(HttpResponse Response, string Body)> Answer(string? notRunning)
    {
        Assert.That(WebhookPath.TryParse("/health", out var path, out _), Is.True);
        var endpoint = new HealthEndpoint(path, new HealthEvaluator(new HealthSubject
        {
            NotRunning = () => notRunning,
            Inbox = () => null,
            Refusal = () => null,
            Telegram = () => null,
            Certificate = () => null,
            Redaction = Redaction.OfTokens,
            Time = TimeProvider.System,
        }));
        using var written = new MemoryStream();
        var context = new DefaultHttpContext { Request = { Method = "GET" }, Response = { Body = written } };
        await endpoint.Answer(context);
        return (context.Response, Encoding.UTF8.GetString(written.ToArray()));
    }
}
