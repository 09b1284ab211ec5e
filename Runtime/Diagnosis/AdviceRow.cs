namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>One row of a table of what Telegram says and what it means.</summary>
/// <param name="Id">The finding's stable name.</param>
/// <param name="Says">A part of what Telegram says, by which the row is recognised; case does not matter.</param>
/// <param name="Why">What it means.</param>
/// <param name="WhatToDo">What to do about it.</param>
internal sealed record AdviceRow(string Id, string Says, string Why, string WhatToDo)
{
    public bool IsAbout(string text) => text.Contains(Says, StringComparison.OrdinalIgnoreCase);
}
