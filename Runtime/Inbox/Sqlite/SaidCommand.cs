namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// What an attempt that goes on has got done so far. When it is over by then, its end has told that, or nobody needs to
/// know any more.
/// </summary>
internal sealed class SaidCommand(SqliteClaim claim) : WriteCommand
{
    public override bool IsUrgent => false;

    public override bool IsKept => true;

    public override void Apply(WriteTransaction transaction)
    {
        claim.Dequeued();
        if (claim.IsOver) return;
        var first = claim.Updates[0];
        transaction.Use(WriteSql.Said).Bind(1, first.Id).Bind(2, claim.SaidOf(first).Span).Run();
    }

    // The next addition tries again, and the attempt's end tells everything.
    public override void Failed(InboxException error) => claim.Dequeued();
}
