using System.Runtime.ExceptionServices;
using Telegram.Webhooks.Runtime.BotApi.Transport;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>Collects everything that keeps a server from starting, so that a user hears of all of it at once.</summary>
internal sealed class StartProblems(Redaction redaction)
{
    private readonly List<string> _texts = [];
    private WebhookStartException? _only;
    private Exception? _firstCause;

    public bool Any => _texts.Count > 0;

    public void Add(string problem) => _texts.Add(redaction.Clean(problem));

    public void AddRange(IEnumerable<string> problems)
    {
        foreach (var problem in problems)
            Add(problem);
    }

    /// <summary>What a step threw; thrown again as it is, should it remain the only problem.</summary>
    public void Add(WebhookStartException thrown)
    {
        AddRange(thrown.Problems);
        _only = thrown;
        _firstCause ??= thrown;
    }

    /// <exception cref="WebhookStartException">There are problems.</exception>
    public void ThrowIfAny()
    {
        if (_texts.Count == 0)
            return;
        if (_only is not null && _texts.SequenceEqual(_only.Problems))
            ExceptionDispatchInfo.Throw(_only);
        throw new WebhookStartException(_texts, _firstCause is { } cause && !redaction.Finds(cause.ToString()) ? cause : null);
    }
}
