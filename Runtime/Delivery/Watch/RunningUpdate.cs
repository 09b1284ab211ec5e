namespace Telegram.Webhooks.Runtime;

/// <summary>An update that is being handled.</summary>
public sealed class RunningUpdate
{
    /// <summary>Telegram's number of the update; of a media group, its first part's.</summary>
    public required long UpdateId { get; init; }

    /// <summary>Which kind of update, such as <c>callback_query</c>; null when it carries none.</summary>
    public string? Kind { get; init; }

    /// <summary>The chat it is of; null when it is of none.</summary>
    public long? ChatId { get; init; }

    /// <summary>Which attempt this is, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>How long it has been handled when it was listed.</summary>
    public required TimeSpan Elapsed { get; init; }
}
