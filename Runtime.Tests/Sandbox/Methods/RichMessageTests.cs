using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

internal sealed class RichMessageTests : MethodTest
{
    [Test]
    public async Task Html_becomes_blocks()
    {
        var blocks = await Html("""
            <h1>Report</h1>
            <p>All is <b>well <i>here</i></b> &amp; there, see <a href="https://example.org">this</a>.</p>
            <pre><code class="language-python">print(1)</code></pre>
            <hr/>
            <ol start="3" type="i"><li>three</li><li><input type="checkbox" checked/>four</li></ol>
            <table bordered><caption>Sums</caption><tr><th>A</th><td align="right" colspan="2">1</td></tr></table>
            <details open><summary>More</summary><blockquote>Said<cite>Ada</cite></blockquote></details>
            <tg-math-block>E = mc^2</tg-math-block>
            <footer>the end</footer>
            """);
        Assert.That(blocks.Select(block => block.Type), Is.EqualTo(new[] { "heading", "paragraph", "pre", "divider", "list", "table", "details", "mathematical_expression", "footer" }));
        Assert.That((((RichBlockSectionHeading)blocks[0]).Size, Plain(((RichBlockSectionHeading)blocks[0]).Text)),
            Is.EqualTo((1, "Report")));
        var paragraph = ((RichTextSequence)((RichBlockParagraph)blocks[1]).Text).Parts;
        Assert.That(paragraph.Select(part => part.Type), Is.EqualTo(new[] { "", "bold", "", "url", "" }));
        Assert.That(Plain(paragraph[2]), Is.EqualTo(" & there, see "));
        Assert.That(((RichTextSequence)((RichTextBold)paragraph[1]).Text).Parts[1], Is.InstanceOf<RichTextItalic>());
        Assert.That((((RichBlockPreformatted)blocks[2]).Language, Plain(((RichBlockPreformatted)blocks[2]).Text)),
            Is.EqualTo(("python", "print(1)")));
        var items = ((RichBlockList)blocks[4]).Items;
        Assert.That(items.Select(item => (item.Label, item.Value, item.IsChecked)), Is.EqualTo(new[] { ("iii.", (int?)3, false), ("iv.", 4, true) }));
        var table = (RichBlockTable)blocks[5];
        Assert.That((table.IsBordered, Plain(table.Caption!), table.Cells[0][0].IsHeader, table.Cells[0][0].Align.Value, table.Cells[0][1].Align.Value, table.Cells[0][1].Colspan),
            Is.EqualTo((true, "Sums", true, "center", "right", (int?)2)));
        var details = (RichBlockDetails)blocks[6];
        Assert.That((details.IsOpen, Plain(((RichBlockBlockQuotation)details.Blocks[0]).Credit!)),
            Is.EqualTo((true, "Ada")));
        await Ada.Hears(message => message.Text.StartsWith("Report\nAll is well here & there, see this.\nprint(1)\n", StringComparison.Ordinal), "the report");
    }

    [Test]
    public async Task Markdown_becomes_the_same_blocks()
    {
        var blocks = await Markdown("""
            # Plan

            Some **bold**, *italic*, ~~gone~~, `code`, ==marked==, ||secret|| and $x^2$,
            on [two](https://example.org) lines.

            - [ ] open
            - [x] done
              1. below

            > quoted
            > ## louder

            | A | B |
            |:--|--:|
            | 1 | **2** |

            ```python
            if 1 < 2: print("*")
            ```

            $$
            E = mc^2
            $$

            <details><summary>More **here**</summary>

            hidden

            </details>

            ---
            """);
        Assert.That(blocks.Select(block => block.Type), Is.EqualTo(new[] { "heading", "paragraph", "list", "blockquote", "table", "pre", "mathematical_expression", "details", "divider" }));
        var marks = ((RichTextSequence)((RichBlockParagraph)blocks[1]).Text).Parts.Select(part => part.Type)
            .Where(type => type.Length > 0);
        Assert.That(marks, Is.EqualTo(new[] { "bold", "italic", "strikethrough", "code", "marked", "spoiler", "mathematical_expression", "url" }));
        var list = ((RichBlockList)blocks[2]).Items;
        Assert.That(list.Select(item => (item.Label, item.HasCheckbox, item.IsChecked)), Is.EqualTo(new[] { ("•", true, false), ("•", true, true) }));
        Assert.That(((RichBlockList)list[1].Blocks[1]).Items.Single().Label, Is.EqualTo("1."));
        Assert.That(((RichBlockBlockQuotation)blocks[3]).Blocks.Select(block => block.Type), Is.EqualTo(new[] { "paragraph", "heading" }));
        var cells = ((RichBlockTable)blocks[4]).Cells;
        Assert.That((cells[0][1].IsHeader, cells[1][1].Align.Value, cells[1][1].Text is RichTextBold),
            Is.EqualTo((true, "right", true)));
        Assert.That(Plain(((RichBlockPreformatted)blocks[5]).Text), Is.EqualTo("if 1 < 2: print(\"*\")"));
        Assert.That(((RichBlockDetails)blocks[7]).Blocks.Single().Type, Is.EqualTo("paragraph"));
    }

    [Test]
    public async Task Signs_that_mark_nothing_stay()
    {
        var blocks = await Markdown(
            "2 * 3 * 4, snake_case_name, \\*kept\\*, a < b & c, $5 and $6", skipEntityDetection: true);
        Assert.That(Plain(((RichBlockParagraph)blocks.Single()).Text),
            Is.EqualTo("2 * 3 * 4, snake_case_name, *kept*, a < b & c, $5 and $6"));
        Assert.That(((RichBlockSectionHeading)(await Markdown("#tag")).Single()).Size, Is.EqualTo(1),
            "no blank is needed");
    }

    [Test]
    public async Task Blocks_are_taken_as_they_are_with_their_media()
    {
        var sent = await Api.SendRichMessage(Ada.Id, new InputRichMessage
        {
            Blocks =
            [
                new InputRichBlockParagraph { Text = new RichTextSequence([new RichTextPlain("ask "), new RichTextPlain("@ada "), new RichTextBold { Text = new RichTextPlain("now") }]) },
                new InputRichBlockPhoto { Photo = new InputMediaPhoto { Media = Picture(), HasSpoiler = true }, Caption = new RichBlockCaption { Text = new RichTextPlain("a picture") } },
                new InputRichBlockList { Items = [new() { Blocks = [new InputRichBlockParagraph { Text = new RichTextPlain("one") }] }, new() { Type = "a", Value = 2, Blocks = [new InputRichBlockDivider()] }] },
            ],
            IsRtl = true,
        });
        var message = sent.RichMessage!;
        Assert.That((sent.Text, message.IsRtl), Is.EqualTo(((string?)null, true)));
        Assert.That(((RichTextSequence)((RichBlockParagraph)message.Blocks[0]).Text).Parts.Select(part => part.Type), Is.EqualTo(new[] { "", "mention", "", "bold" }));
        var photo = (RichBlockPhoto)message.Blocks[1];
        Assert.That((photo.Photo[0].Width, photo.HasSpoiler, Plain(photo.Caption!.Text)),
            Is.EqualTo((32, true, "a picture")));
        Assert.That(((RichBlockList)message.Blocks[2]).Items.Select(item => item.Label), Is.EqualTo(new[] { "•", "b." }));
    }

    [Test]
    public async Task Markup_names_its_media_by_id()
    {
        var sent = await Api.SendRichMessage(Ada.Id, new InputRichMessage
        {
            Html = """<tg-collage><img src="tg://photo?id=one"/><img src="tg://photo?id=one" tg-spoiler/><figcaption>Two<cite>Ada</cite></figcaption></tg-collage>""",
            Media = [new() { Id = "one", Media = new InputMediaPhoto { Media = Picture() } }],
        });
        var collage = (RichBlockCollage)sent.RichMessage!.Blocks.Single();
        Assert.That(collage.Blocks.Select(block => ((RichBlockPhoto)block).HasSpoiler), Is.EqualTo(new[] { false, true }));
        Assert.That((Plain(collage.Caption!.Text), Plain(collage.Caption.Credit!)), Is.EqualTo(("Two", "Ada")));
        await Refused(400, "Bad Request: can't parse rich message: media \"two\" not found", () => Html("""<img src="tg://photo?id=two"/>"""));
    }

    [Test]
    public async Task What_is_not_played_here_says_so()
    {
        var missing = await Assert.ThrowsAsync<ApiRequestException>(async () => await Html("""<img src="https://example.org/a.jpg"/>"""));
        Assert.That((missing!.ErrorCode, missing.Description), Is.EqualTo((501, "Not Implemented: the sandbox has no behaviour for media by URL in the markup of a rich message; docs/sandbox-methods.md lists what it has")));
        foreach (var markdown in new[] { "see[^1]", "a ![](https://example.org/a.jpg) b", "<tg-map lat=\"1\" long=\"1\" zoom=\"14\"/>" })
            Assert.That((await Assert.ThrowsAsync<ApiRequestException>(async () => await Markdown(markdown)))!.ErrorCode, Is.EqualTo(501), markdown);
    }

    [Test]
    public async Task Rich_messages_are_edited_into_texts_and_back_forwarded_and_copied()
    {
        var sent = await Api.SendRichMessage(
            Ada.Id, new InputRichMessage { Markdown = "# One" }, replyMarkup: Buttons("Next"));
        Assert.That((await Ada.Hears("One")).Buttons, Is.EqualTo(new[] { "Next" }));
        var edited = (await Api.EditMessageText(Ada.Id, sent.MessageId, richMessage: new InputRichMessage { Markdown = "# Two" })).Message!;
        Assert.That((edited.RichMessage!.Blocks.Count, edited.ReplyMarkup, edited.EditDate is not null),
            Is.EqualTo((1, (InlineKeyboardMarkup?)null, true)));
        Assert.That((await Api.ForwardMessage(Ada.Id, Ada.Id, sent.MessageId)).RichMessage, Is.Not.Null);
        await Api.CopyMessage(Ada.Id, Ada.Id, sent.MessageId);
        edited = (await Api.EditMessageText(Ada.Id, sent.MessageId, "plain")).Message!;
        Assert.That((edited.Text, edited.RichMessage), Is.EqualTo(("plain", (RichMessage?)null)));
        edited = (await Api.EditMessageText(Ada.Id, sent.MessageId, richMessage: new InputRichMessage { Html = "<b>three</b>" })).Message!;
        Assert.That((edited.Text, ((RichBlockParagraph)edited.RichMessage!.Blocks[0]).Text is RichTextBold),
            Is.EqualTo(((string?)null, true)));
        edited = (await Api.EditMessageMedia(new InputMediaPhoto { Media = Picture() }, Ada.Id, sent.MessageId)).Message!;
        Assert.That((edited.RichMessage, edited.Photo is not null), Is.EqualTo(((RichMessage?)null, true)));
        var photo = await Api.SendPhoto(Ada.Id, Picture());
        await Refused(400, "Bad Request: there is no text in the message to edit",
            () => Api.EditMessageText(Ada.Id, photo.MessageId, richMessage: new InputRichMessage { Html = "x" }));
    }

    [Test]
    public async Task A_draft_may_think_and_ends_with_the_message()
    {
        Assert.That(await Api.SendRichMessageDraft(Ada.Id, 7, new InputRichMessage { Html = "<tg-thinking>Hm…</tg-thinking>" }), Is.True);
        await Ada.SeesDraft("Hm…");
        await Api.SendRichMessageDraft(Ada.Id, 7, new InputRichMessage { Markdown = "# Half" });
        await Ada.SeesDraft("Half");
        await Refused(400, "Bad Request: RICH_MESSAGE_BLOCKS_UNSUPPORTED",
            () => Html("<tg-thinking>Hm…</tg-thinking>"));
        await Refused(400, "Bad Request: draft_id must be non-zero",
            () => Api.SendRichMessageDraft(Ada.Id, 0, new InputRichMessage { Html = "x" }));
        var group = Telegram.Group("G", Ada);
        await Refused(400, "Bad Request: chat is not a private chat",
            () => Api.SendRichMessageDraft(group.Id, 7, new InputRichMessage { Html = "x" }));
    }

    [Test]
    public async Task Rich_messages_have_limits()
    {
        await Refused(400, "Bad Request: rich message must be non-empty",
            () => Api.SendRichMessage(Ada.Id, new InputRichMessage()));
        await Refused(400, "Bad Request: rich message must be non-empty",
            () => Api.SendRichMessage(Ada.Id, new InputRichMessage { Blocks = [], Markdown = "swallowed" }));
        await Refused(400, "Bad Request: RICH_MESSAGE_EMPTY", () => Html("<p> </p>"));
        await Refused(400, "Bad Request: RICH_MESSAGE_TEXT_TOO_LONG", () => Html($"<p>{new string('x', 32_769)}</p>"));
        await Refused(400, "Bad Request: RICH_MESSAGE_BLOCKS_TOO_MANY",
            () => Html(string.Concat(Enumerable.Repeat("<hr/>", 501))));
        await Refused(400, "Bad Request: RICH_MESSAGE_DATE_INVALID",
            () => Html("<tg-time unix=\"99999999999\" format=\"D\">then</tg-time>"));
        await Refused(400, "Bad Request: can't parse rich message: Unsupported start tag \"marquee\" at byte offset 3",
            () => Html("<p><marquee>x</marquee></p>"));
        await Refused(400, "Bad Request: can't parse rich message: Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\"", () => Html("<b>x</i>"));
        await Refused(400, "Bad Request: can't parse rich message: Can't find end tag corresponding to start tag \"b\"",
            () => Html("<b>x"));
        await Refused(400, "Bad Request: can't parse rich message: Unexpected end tag at byte offset 1",
            () => Html("x</b>"));
    }

    private async Task<IReadOnlyList<RichBlock>> Html(string html) =>
        (await Api.SendRichMessage(Ada.Id, new InputRichMessage { Html = html })).RichMessage!.Blocks;

    private async Task<IReadOnlyList<RichBlock>> Markdown(string markdown, bool skipEntityDetection = false) =>
        (await Api.SendRichMessage(Ada.Id, new InputRichMessage { Markdown = markdown, SkipEntityDetection = skipEntityDetection })).RichMessage!.Blocks;

    private static string Plain(RichText? text) => ((RichTextPlain)text!).Text;
}
