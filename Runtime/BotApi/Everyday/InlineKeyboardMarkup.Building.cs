using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Telegram.Webhooks.Runtime.Types;

[CollectionBuilder(typeof(InlineKeyboardMarkup), nameof(Create))]
[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructors are the named alternates.")]
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "Telegram's name.")]
public sealed partial class InlineKeyboardMarkup
{
    /// <summary>A keyboard of one row.</summary>
    /// <param name="row">Its buttons; a pair of label and callback data, or of label and <see cref="Uri"/>, is one
    /// too.</param>
    public InlineKeyboardMarkup(params InlineKeyboardButton[] row)
    {
        ArgumentNullException.ThrowIfNull(row);
        _inlineKeyboard = row.Length == 0 ? [] : [row];
    }

    /// <summary>A keyboard of one row.</summary>
    public InlineKeyboardMarkup(IEnumerable<InlineKeyboardButton> row)
        : this([.. row ?? throw new ArgumentNullException(nameof(row))])
    {
    }

    /// <summary>A keyboard of several rows.</summary>
    public InlineKeyboardMarkup(IEnumerable<IEnumerable<InlineKeyboardButton>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        _inlineKeyboard = [.. rows.Select(row => (IReadOnlyList<InlineKeyboardButton>)[.. row])];
    }

    /// <summary>A keyboard of one button.</summary>
    public static implicit operator InlineKeyboardMarkup(InlineKeyboardButton button) => new(button);

    /// <summary>
    /// Called by the compiler for a collection expression: <c>[[("Yes", "yes"), ("No", "no")], [("Help", "help")]]</c>.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static InlineKeyboardMarkup Create(ReadOnlySpan<IReadOnlyList<InlineKeyboardButton>> rows) =>
        new() { InlineKeyboard = rows.ToArray() };

    /// <summary>Adds a button to the last row.</summary>
    /// <param name="text">Its label.</param>
    /// <param name="callbackData">What the callback query carries when it is pressed; 1 to 64 bytes.</param>
    /// <returns>This keyboard.</returns>
    public InlineKeyboardMarkup AddButton(string text, string callbackData) =>
        AddButtons(new InlineKeyboardButton(text, callbackData));

    /// <summary>Adds a button to the last row.</summary>
    /// <returns>This keyboard.</returns>
    public InlineKeyboardMarkup AddButton(InlineKeyboardButton button) => AddButtons(button);

    /// <summary>Adds buttons to the last row.</summary>
    /// <returns>This keyboard.</returns>
    public InlineKeyboardMarkup AddButtons(params InlineKeyboardButton[] buttons)
    {
        _inlineKeyboard = KeyboardRows.Append(_inlineKeyboard, buttons);
        return this;
    }

    /// <summary>Begins a new row.</summary>
    /// <param name="buttons">The buttons it begins with; without any, the next one added stands in it.</param>
    /// <returns>This keyboard.</returns>
    public InlineKeyboardMarkup AddNewRow(params InlineKeyboardButton[] buttons)
    {
        _inlineKeyboard = KeyboardRows.Begin(_inlineKeyboard, buttons);
        return this;
    }

    /// <summary>The rows, from the top.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public IEnumerator<IReadOnlyList<InlineKeyboardButton>> GetEnumerator() => _inlineKeyboard.GetEnumerator();
}
