using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Page;

/// <summary>Files that are dropped or pasted, and files that could not be sent.</summary>
internal sealed class PageFilesTests : PageTest
{
    [Test]
    public async Task Files_dropped_onto_the_conversation_are_sent_with_a_caption()
    {
        using var folder = new TemporaryFolder();
        await Drop(folder.Write("notes.txt", "hello"u8.ToArray()), folder.Write("more.txt", "again"u8.ToArray()));
        await Expect(Page.Locator("#staged li")).ToHaveTextAsync(["notes.txt", "more.txt"]);
        await Expect(Field).ToBeFocusedAsync();
        await Expect(Field).ToHaveAttributeAsync("placeholder", "Caption");
        await Keep("dropped");
        await Type("Both");
        var first = await Update("message");
        Assert.That((first["document"]!["file_name"]!.GetValue<string>(), first["caption"]?.GetValue<string>()),
            Is.EqualTo(("notes.txt", "Both")));
        Assert.That((await Update("message"))["media_group_id"]!.GetValue<string>(),
            Is.EqualTo(first["media_group_id"]!.GetValue<string>()));
        await Expect(Page.Locator("#staged")).ToBeHiddenAsync();
        await Expect(LastOwn.Locator("a.card")).ToHaveCountAsync(2);
    }

    [Test]
    public async Task A_drop_where_one_cannot_write_neither_sends_nor_leaves_the_page()
    {
        using var folder = new TemporaryFolder();
        await Ada.Says("hi");
        await Button("Block bot").ClickAsync();
        await Expect(Field).ToBeHiddenAsync();
        await Drop(folder.Write("notes.txt", "hello"u8.ToArray()));
        await Button("Unblock the bot").ClickAsync();
        await Expect(Field).ToBeVisibleAsync();
        await Expect(Page.Locator("#staged")).ToBeHiddenAsync();
        Assert.That(Page.Url, Is.EqualTo(Telegram.PageUrl));
    }

    [Test]
    public async Task A_picture_is_pasted_and_a_pasted_text_goes_into_the_field()
    {
        await Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await Page.EvaluateAsync(
            """
            base64 => navigator.clipboard.write([new ClipboardItem({
              'image/png': new Blob([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], { type: 'image/png' }),
            })])
            """,
            Convert.ToBase64String(SamplePicture.Png()));
        await Field.FocusAsync();
        await Page.Keyboard.PressAsync("Control+v");
        await Expect(Page.Locator("#staged img")).ToHaveCountAsync(1);
        await Expect(Field).ToHaveValueAsync("");
        await Page.EvaluateAsync("navigator.clipboard.writeText('from elsewhere')");
        await Page.Keyboard.PressAsync("Control+v");
        await Expect(Field).ToHaveValueAsync("from elsewhere");
        await Field.PressAsync("Enter");
        var sent = await Update("message");
        Assert.That(sent["photo"]!.AsArray(), Is.Not.Empty);
        Assert.That(sent["caption"]!.GetValue<string>(), Is.EqualTo("from elsewhere"));
    }

    [Test]
    public async Task Files_that_could_not_be_sent_stay_with_their_caption_and_answer()
    {
        await Ada.Says("hi");
        await Send("Show me");
        await LastHeard.FocusAsync();
        await Page.Keyboard.PressAsync("r");
        await Page.Locator("#files").SetInputFilesAsync(Picture("view.png"));
        await Page.Context.SetOfflineAsync(true);
        await Type("The view");
        await Expect(Page.Locator("#toast")).ToHaveTextAsync("The sandbox does not answer.");
        await Expect(Page.Locator("#staged li")).ToContainTextAsync(["view.png"]);
        await Expect(Field).ToHaveValueAsync("The view");
        await Expect(Page.Locator("#mode")).ToContainTextAsync("Show me");
        await Page.Context.SetOfflineAsync(false);
        await Field.PressAsync("Enter");
        await Update("message");
        var sent = await Update("message");
        Assert.That((sent["caption"]!.GetValue<string>(), sent["reply_to_message"]!["text"]!.GetValue<string>()),
            Is.EqualTo(("The view", "Show me")));
    }

    [Test]
    public async Task More_than_ten_files_are_not_taken()
    {
        await Page.Locator("#files").SetInputFilesAsync(Enumerable.Range(0, 11).Select(i => Picture($"{i}.png")));
        await Expect(Page.Locator("#toast")).ToHaveTextAsync("At most 10 files go into one album.");
        await Expect(Page.Locator("#staged li")).ToHaveCountAsync(10);
    }

    // As the browser does it when somebody drags files from the desk over the messages and lets go.
    private async Task Drop(params string[] files)
    {
        var at = (await Page.Locator("#log").BoundingBoxAsync())!;
        var browser = await Page.Context.NewCDPSessionAsync(Page);
        foreach (var step in new[] { "dragEnter", "dragOver", "drop" })
        {
            await browser.SendAsync("Input.dispatchDragEvent", new Dictionary<string, object>
            {
                ["type"] = step,
                ["x"] = at.X + at.Width / 2,
                ["y"] = at.Y + at.Height / 2,
                ["data"] = new { items = Array.Empty<object>(), files, dragOperationsMask = 1 },
            });
        }
    }

    private sealed class TemporaryFolder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("page-files");

        public string Write(string name, byte[] content)
        {
            var path = Path.Combine(_folder.FullName, name);
            File.WriteAllBytes(path, content);
            return path;
        }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
