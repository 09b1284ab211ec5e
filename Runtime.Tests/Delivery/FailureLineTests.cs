using System.Globalization;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Delivery;

namespace Telegram.Webhooks.Runtime.Tests.Delivery;

/// <summary>How the default console shows an exception.</summary>
public sealed class FailureLineTests
{
    [Test]
    public void Without_an_exception_a_line_is_what_it_says() =>
        Assert.That(FailureLine.Of("Stopped", null), Is.EqualTo("Stopped"));

    [Test]
    public void A_failure_of_a_handler_names_its_type_and_line_and_no_frames()
    {
        var line = FailureLine.Of("Update 4 failed at attempt 1. boom", Thrown(new InvalidOperationException("boom")));

        Assert.That(line, Does.Match(@"^Update 4 failed at attempt 1\. boom \(InvalidOperationException at SomebodysBot\.cs:line \d+\)$"));
    }

    [Test]
    public void Causes_that_the_line_does_not_name_yet_are_added_and_the_innermost_place_counts()
    {
        var inner = Thrown(new TimeoutException("no answer"));
        var line = FailureLine.Of("It failed.", new IOException("outer", inner));

        Assert.That(line, Does.StartWith("It failed. IOException: outer TimeoutException: no answer (at "));
    }

    [Test]
    public void An_exception_of_other_peoples_code_has_no_place() =>
        Assert.That(FailureLine.Of("It failed.", new FormatException("bad")),
            Is.EqualTo("It failed. FormatException: bad"));

    [Test]
    public void What_somebody_wrote_and_a_handler_could_not_parse_forged_a_line_of_the_log()
    {
        const string Written = "1\nfail: forged\u001b[2J\u202e ноль";
        using var log = new RecordingLoggers();
        var thrown = Assert.Throws<FormatException>(() => int.Parse(Written, CultureInfo.InvariantCulture));

        new ErrorReporter(null, log).Report(
            new WebhookException(WebhookStage.Handling, $"The receiver threw {thrown.Message}", thrown));
        var line = FailureLine.Of("About update 1:", thrown);

        Assert.That(log.Lines.Single(), Does.Contain("""'1\nfail: forged\u001B[2J\u202E ноль'"""));
        Assert.That(line, Does.Contain("""'1\nfail: forged\u001B[2J\u202E ноль'""").And.Not.Contain("\n"));
        Assert.That(FailureLine.Of("It failed.", new FormatException(new string('x', 100_000))),
            Has.Length.LessThan(2100));
    }

    [Test]
    public void A_cause_that_quotes_what_a_user_wrote_began_a_line_of_its_own() => Assert.That(
        FailureLine.Of("It failed.", new FormatException("bad: 'x\r\nfail: forged\u2028\u001b[2J\u202e ж'")),
        Is.EqualTo("It failed. FormatException: bad: 'x\\r\\nfail: forged\\u2028\\u001B[2J\\u202E ж'"));

    [Test]
    public void A_cause_of_a_megabyte_made_a_line_of_a_megabyte() => Assert.That(
        FailureLine.Of("It failed.", new FormatException(new string('y', 1_000_000))),
        Has.Length.LessThan(2100).And.EndsWith("yyy…"));

    [Test]
    public void What_the_line_says_of_a_cause_already_is_not_repeated_though_it_is_escaped_there()
    {
        var cause = new FormatException("bad: 'x\ny'");

        Assert.That(FailureLine.Of($"It failed. {ErrorText.Of(cause)}", cause),
            Is.EqualTo("It failed. FormatException: bad: 'x\\ny'"));
    }

    [Test]
    public void A_cause_whose_message_throws_is_named_all_the_same() =>
        Assert.That(FailureLine.Of("It failed.", new Speechless()), Does.StartWith("It failed. Speechless"));

    [Test]
    public void The_default_console_says_in_one_line_what_failed_and_why()
    {
        var console = Console.Out;
        var written = new StringWriter();
        Console.SetOut(TextWriter.Synchronized(written));
        try
        {
            using var loggers = DefaultLogging.Create();
#pragma warning disable CA1848, CA2254 // A user's logger.
            loggers.CreateLogger("Bot").LogError(new IOException("the disk is full"), "It failed.");
            loggers.CreateLogger("Bot").LogError("It stopped.");
#pragma warning restore CA1848, CA2254
        }
        finally
        {
            Console.SetOut(console);
        }

        var lines = written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Has.Length.EqualTo(2));
        Assert.That(lines[0], Does.Contain("Bot").And.Contain("It failed. IOException: the disk is full"));
        Assert.That(lines[1], Does.Contain("It stopped."));
    }

    private static Exception Thrown(Exception error)
    {
        try
        {
            Somebodys.SomebodysBot.Handle(error);
        }
        catch (Exception thrown)
        {
            return thrown;
        }

        throw new AssertionException("Nothing was thrown.");
    }

    private sealed class Speechless : Exception
    {
        public override string Message => throw new InvalidOperationException("no words");
    }
}
