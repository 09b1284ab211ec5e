using System.Diagnostics.CodeAnalysis;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>
/// Looks whether a bot runs, its inbox can record, Telegram delivers to it, and its certificate lasts. Asked often, it
/// answers with what it found a second ago.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A semaphore whose wait handle is never asked for holds nothing.")]
internal sealed class HealthEvaluator(HealthSubject subject)
{
    // No inbox has a letter of this number: to purge it writes, and changes nothing.
    private const long NoLetter = long.MinValue;

    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan InboxPatience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly DeadLetterTrend _dead = new(subject.Time);
    private BotHealth? _last;
    private long _lastAt;

    public async Task<BotHealth> Check(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (subject.NotRunning() is { } reason)
                return NotRunning(reason);
            if (_last is { } last && subject.Time.GetElapsedTime(_lastAt) < FreshFor)
                return last;
            _last = await Look(cancellationToken).ConfigureAwait(false);
            _lastAt = subject.Time.GetTimestamp();
            return _last;
        }
        finally
        {
            _one.Release();
        }
    }

    private BotHealth NotRunning(string reason)
    {
        var findings = new FindingList(subject.Redaction);
        findings.Add("bot.not-running", FindingSeverity.Error, "The bot does not take updates.",
            "It could not start, it ended, or it is being stopped. Telegram keeps its updates for up to 24 hours.",
            "Look at what was seen and at the log; start it again.", reason);
        return new BotHealth(findings.All);
    }

    private async Task<BotHealth> Look(CancellationToken cancellationToken)
    {
        var findings = new FindingList(subject.Redaction);
        if (subject.Inbox() is { } inbox)
            await JudgeInbox(inbox, findings, cancellationToken).ConfigureAwait(false);
        if (subject.Outage() is { } outage)
            PollingFindings.Failing(outage, findings);
        if (subject.Certificate() is { } served)
            CertificateFindings.JudgeTime(served.NotBefore, served.NotAfter, subject.Time.GetUtcNow(),
                $"{CertificateNames.Of(served.Certificate)}, valid until {KeyErrors.Time(served.NotAfter)}", findings);
        var telegram = subject.Telegram() is { } reader
            ? (await reader.ReadRecent(cancellationToken).ConfigureAwait(false)).Findings
            : [];
        return new BotHealth([.. findings.All, .. telegram]);
    }

    private async Task JudgeInbox(IUpdateInbox inbox, FindingList findings, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(InboxPatience, subject.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await inbox.Purge(NoLetter, either.Token).ConfigureAwait(false);
            var status = await inbox.Status(either.Token).ConfigureAwait(false);
            if (subject.Refusal() is { } refusal)
                InboxFindings.Unavailable(refusal, findings);
            InboxFindings.JudgeBacklog(status.Pending, status.OldestAge, findings);
            InboxFindings.JudgeDead(status.Dead, _dead.Fresh(status.Dead), findings);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            InboxFindings.Unavailable($"It did not answer within {InboxPatience}.", findings);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            InboxFindings.Unavailable(failure.Message, findings);
        }
    }
}
