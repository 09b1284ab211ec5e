using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Telegram.Webhooks.Runtime.Types;

[CollectionBuilder(typeof(ReplyKeyboardMarkup), nameof(Create))]
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "Telegram's name.")]
public sealed partial class ReplyKeyboardMarkup
{
    /// <summary>A keyboard of one row, as high as its buttons need.</summary>
    /// <param name="row">Its buttons; a text is one too.</param>
    public ReplyKeyboardMarkup(params KeyboardButton[] row)
    {
        ArgumentNullException.ThrowIfNull(row);
        _keyboard = row.Length == 0 ? [] : [row];
        ResizeKeyboard = true;
    }

    /// <summary>A keyboard of one row, as high as its buttons need.</summary>
    public ReplyKeyboardMarkup(IEnumerable<KeyboardButton> row)
        : this([.. row ?? throw new ArgumentNullException(nameof(row))])
    {
    }

    /// <summary>A keyboard of several rows, as high as its buttons need.</summary>
    public ReplyKeyboardMarkup(IEnumerable<IEnumerable<KeyboardButton>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        _keyboard = [.. rows.Select(row => (IReadOnlyList<KeyboardButton>)[.. row])];
        ResizeKeyboard = true;
    }

    /// <summary>
    /// Called by the compiler for a collection expression: <c>[["Yes", "No"], ["Help"]]</c>; as high as its buttons
    /// need.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static ReplyKeyboardMarkup Create(ReadOnlySpan<IReadOnlyList<KeyboardButton>> rows) =>
        new() { Keyboard = rows.ToArray(), ResizeKeyboard = true };

    /// <summary>Adds a button to the last row.</summary>
    /// <param name="button">A text, which is sent when it is pressed, or a button that asks for something.</param>
    /// <returns>This keyboard.</returns>
    public ReplyKeyboardMarkup AddButton(KeyboardButton button) => AddButtons(button);

    /// <summary>Adds buttons to the last row.</summary>
    /// <returns>This keyboard.</returns>
    public ReplyKeyboardMarkup AddButtons(params KeyboardButton[] buttons)
    {
        _keyboard = KeyboardRows.Append(_keyboard, buttons);
        return this;
    }

    /// <summary>Begins a new row.</summary>
    /// <param name="buttons">The buttons it begins with; without any, the next one added stands in it.</param>
    /// <returns>This keyboard.</returns>
    public ReplyKeyboardMarkup AddNewRow(params KeyboardButton[] buttons)
    {
        _keyboard = KeyboardRows.Begin(_keyboard, buttons);
        return this;
    }

    /// <summary>The rows, from the top.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public IEnumerator<IReadOnlyList<KeyboardButton>> GetEnumerator() => _keyboard.GetEnumerator();
}
