namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

/// <summary>How large files may be with Telegram's own servers.</summary>
internal sealed class CloudFileTests : MethodTest
{
    protected override bool CloudRules => true;

    [Test]
    public async Task A_file_of_more_than_20_MB_cannot_be_downloaded()
    {
        var small = (await Api.SendDocument(Ada.Id, new byte[20 << 20].ToInputFile("20MB.bin"))).Document!;
        Assert.That((await Api.GetFile(small.FileId)).FilePath, Is.Not.Null);
        var big = (await Api.SendDocument(Ada.Id, new byte[(20 << 20) + 1].ToInputFile("more.bin"))).Document!;
        await Refused(400, "Bad Request: file is too big", () => Api.GetFile(big.FileId));
    }

    [Test]
    public async Task An_upload_of_more_than_50_MB_is_refused() =>
        await Refused(413, "Request Entity Too Large",
            () => Api.SendDocument(Ada.Id, new byte[52 << 20].ToInputFile("52MB.bin")));
}
