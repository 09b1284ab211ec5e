using Telegram.Webhooks.Runtime.Delivery;

namespace Telegram.Webhooks.Runtime.Tests.Delivery;

/// <summary>How the default console shows an exception.</summary>
public sealed class FailureLineTests
{
    [Test]
    public void Without_an_exception_a_line_is_what_it_says() => Assert.That(FailureLine.Of("Stopped", null), Is.EqualTo("Stopped"));

    [Test]
    public void A_failure_of_a_handler_names_its_type_and_line_and_no_frames()
    {
        var line = FailureLine.Of("Update 4 failed at attempt 1. boom", Thrown(new InvalidOperationException("boom")));

        Assert.That(line, Does.Match(@"^Update 4 failed at attempt 1\. boom \(InvalidOperationException at .*SomebodysBot\.cs:line \d+\)$"));
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
        Assert.That(FailureLine.Of("It failed.", new FormatException("bad")), Is.EqualTo("It failed. FormatException: bad"));

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
}
