using Telegram.Webhooks.Runtime.BotApi.Transport;
using Telegram.Webhooks.Runtime.Diagnosis;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime.Tests.Diagnosis;

/// <summary>What Telegram says of a webhook, against what was asked for.</summary>
public class RegisteredFindingsTests
{
    private const string Url = "https://bot.example.com/hook";
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Test]
    public void What_is_as_it_should_be_is_not_reported() =>
        Assert.That(Judge(new WebhookInfo { Url = Url, MaxConnections = 40, IpAddress = "8.8.8.8" }, Expected(connections: 40)), Is.Empty);

    [Test]
    public void A_webhook_that_somebody_deleted_was_not_noticed()
    {
        var finding = Judge(new WebhookInfo(), Expected()).Single();

        Assert.That((finding.Id, finding.Severity), Is.EqualTo(("webhook.missing", FindingSeverity.Error)));
        Assert.That(finding.Text, Does.Contain("deleteWebhook").And.Contain("start the server again"));
    }

    [Test]
    public void A_webhook_that_somebody_took_over_was_not_noticed()
    {
        var finding = Judge(new WebhookInfo { Url = "https://user:planted@other.example/123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1", MaxConnections = 7 }, Expected(connections: 40)).Single();

        Assert.That((finding.Id, finding.Severity), Is.EqualTo(("webhook.taken-over", FindingSeverity.Error)));
        Assert.That(finding.Text, Does.Contain("https://other.example/12…, not https://bot.example.com/…").And.Contain("@BotFather").And.Not.Contain("planted").And.Not.Contain("AAHdq"));
    }

    [TestCase("HTTPS://BOT.example.com/hook")]
    [TestCase("https://bot.example.com:443/hook")]
    [TestCase("bot.example.com/hook")]
    public void The_same_url_in_other_clothes_is_ours(string url) =>
        Assert.That(Judge(new WebhookInfo { Url = url }, Expected()), Is.Empty);

    [Test]
    public void An_earlier_programs_allowed_updates_stayed_without_a_word()
    {
        var finding = Judge(new WebhookInfo { Url = Url, AllowedUpdates = [UpdateType.InlineQuery, UpdateType.ChatMember] }, Expected()).Single();

        Assert.That((finding.Id, finding.Severity),
            Is.EqualTo(("webhook.allowed-updates-kept", FindingSeverity.Warning)));
        Assert.That(finding.What, Does.Contain("only: inline_query, chat_member.").And.Contain("never come: message, edited_message").And.Not.Contain("message_reaction"));
    }

    [TestCase("message", "message,callback_query", "webhook.allowed-updates-missing", "do not come: callback_query")]
    [TestCase("message,callback_query", "message", "webhook.allowed-updates-surplus", "not asked for: callback_query")]
    [TestCase(null, "message,chat_member", "webhook.allowed-updates-missing", "do not come: chat_member")]
    [TestCase("message", "", "webhook.allowed-updates-missing", "do not come: edited_message")]
    [TestCase("message", "message,planned_kind", "webhook.allowed-updates-missing", "do not come: planned_kind")]
    public void Kinds_other_than_asked_for_are_named(string? set, string asked, string id, string says)
    {
        var finding = Judge(new WebhookInfo { Url = Url, AllowedUpdates = set is null ? null : Kinds(set) }, Expected(allowed: Kinds(asked))).Single();

        Assert.That(finding.Id, Is.EqualTo(id));
        Assert.That(finding.What, Does.Contain(says));
    }

    [TestCase("message,callback_query", "callback_query,message")]
    [TestCase("message", "Message")]
    [TestCase(null, "")]
    public void The_same_kinds_in_another_order_or_by_default_are_no_difference(string? set, string asked) =>
        Assert.That(Judge(new WebhookInfo { Url = Url, AllowedUpdates = set is null ? null : Kinds(set) }, Expected(allowed: Kinds(asked))), Is.Empty);

    [Test]
    public void The_default_list_asked_for_by_name_is_no_difference() =>
        Assert.That(Judge(new WebhookInfo { Url = Url }, Expected(allowed: UpdateKinds.Default)), Is.Empty);

    [Test]
    public void Other_settings_than_asked_for_are_each_reported()
    {
        var found = Judge(
            new WebhookInfo { Url = Url, MaxConnections = 100, IpAddress = "8.8.4.4", HasCustomCertificate = false },
            new WebhookExpectation { Url = Url, MaxConnections = 40, IpAddress = "8.8.8.8", CertificatePem = "-----BEGIN" });

        Assert.That(found.Select(f => f.Id), Is.EquivalentTo(new[] { "webhook.max-connections", "webhook.ip-address", "webhook.certificate-missing" }));
        Assert.That(Judge(new WebhookInfo { Url = Url, HasCustomCertificate = true }, Expected()).Single().Id,
            Is.EqualTo("webhook.certificate-left"));
    }

    [TestCase(41, true)]
    [TestCase(40, false)]
    public void Pending_updates_that_were_to_be_dropped_are_counted_beyond_those_on_their_way(
        int pending, bool isReported)
    {
        var found = Judge(
            new WebhookInfo { Url = Url, MaxConnections = 40, PendingUpdateCount = pending },
            new WebhookExpectation { Url = Url, DropPendingUpdates = true });

        Assert.That(found.Any(f => f.Id == "webhook.not-dropped"), Is.EqualTo(isReported));
    }

    [TestCase(-10, 3, "Error")]
    [TestCase(-10, 0, "Warning")]
    [TestCase(-600, 3, "Information")]
    public void An_error_is_as_grave_as_it_lasts(int seconds, int pending, string severity)
    {
        var found = Judge(Failing(Now.AddSeconds(seconds), pending), Expected());

        Assert.That(found.Single(f => f.Id == "delivery.connection-refused").Severity.ToString(), Is.EqualTo(severity));
    }

    [Test]
    public void An_error_from_before_the_start_is_not_reported()
    {
        var expected = new WebhookExpectation { Url = Url, Since = Now.AddSeconds(-5) };

        Assert.That(Judge(Failing(Now.AddSeconds(-7), 0), expected), Is.Empty);
        Assert.That(Judge(Failing(Now.AddSeconds(-6), 0), expected), Has.Count.EqualTo(1),
            "Telegram's times are whole seconds");
    }

    [Test]
    public void A_password_in_the_url_was_told() =>
        Assert.That(
            Judge(new WebhookInfo { Url = "https://proxy-user:planted-pass@bot.example.com/hook", LastErrorMessage = "Connection refused", LastErrorDate = Now }, null).Single().ToString(),
            Does.Contain("https://bot.example.com/…").And.Not.Contain("planted-pass"));

    [Test]
    public void A_proxys_words_that_held_token_and_secret_were_told()
    {
        const string Token = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1";
        var info = new WebhookInfo { Url = Url, LastErrorMessage = $"Wrong response from the webhook: 404 no /{Token}\r\nwith planted-secret", LastErrorDate = Now };

        var finding = Judge(info, null, "planted-secret").Single();

        Assert.That(finding.Id, Is.EqualTo("answer.not-found"));
        Assert.That(finding.ToString(), Does.Contain("<token>").And.Contain("<secret token>").And.Not.Contain("AAHdq").And.Not.Contain("planted-secret").And.Not.Contain("\n"));
    }

    [TestCase(-10, true)]
    [TestCase(-600, false)]
    public void Trouble_of_Telegrams_own_is_told_while_it_lasts(int seconds, bool isReported)
    {
        var found = Judge(
            new WebhookInfo { Url = Url, LastSynchronizationErrorDate = Now.AddSeconds(seconds) }, Expected());

        Assert.That(found.Select(f => $"{f.Id} {f.Severity}"), Is.EqualTo(isReported ? ["telegram.synchronization Information"] : Array.Empty<string>()));
    }

    [TestCase(41, -5, "Information")]
    [TestCase(41, -11, "Warning")]
    [TestCase(40, -11, "Information")]
    [TestCase(10_001, -1, "Warning")]
    [TestCase(90_001, -1, "Error")]
    [TestCase(41, -60 * 21, "Error")]
    [TestCase(40, -60 * 21, "Information")]
    public void What_waits_is_as_grave_as_it_is_old_and_many(int pending, int sinceMinutes, string severity)
    {
        var findings = new FindingList(Redaction.OfTokens);
        RegisteredFindings.Judge(new WebhookInfo { Url = Url, PendingUpdateCount = pending }, Expected(),
            Now.AddMinutes(sinceMinutes), Now, findings);

        Assert.That(findings.All.Single().Id, Is.EqualTo("updates.waiting"));
        Assert.That(findings.All.Single().Severity.ToString(), Is.EqualTo(severity));
    }

    private static IReadOnlyList<WebhookFinding> Judge(
        WebhookInfo info, WebhookExpectation? expected, params string[] secrets)
    {
        var findings = new FindingList(Redaction.OfTokens.With(secrets));
        RegisteredFindings.Judge(info, expected, null, Now, findings);
        return findings.All;
    }

    private static WebhookInfo Failing(DateTimeOffset at, int pending) =>
        new() { Url = Url, LastErrorMessage = "Connection refused", LastErrorDate = at, PendingUpdateCount = pending };

    private static WebhookExpectation Expected(int? connections = null, IReadOnlyList<UpdateType>? allowed = null) =>
        new() { Url = Url, MaxConnections = connections, AllowedUpdates = allowed };

    private static IReadOnlyList<UpdateType> Kinds(string names) =>
        [.. names.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name => new UpdateType(name))];
}
