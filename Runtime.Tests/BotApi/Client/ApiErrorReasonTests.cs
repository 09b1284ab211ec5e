using System.Reflection;
using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.BotApi;
using Telegram.Webhooks.Runtime.Tests.Architecture;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

internal sealed partial class ApiErrorReasonTests
{
    private static IEnumerable<TestCaseData> Rows =>
        ApiErrorReasons.Table.Select(row => new TestCaseData(row.Code, row.Part, row.Reason).SetArgDisplayNames($"{row.Code}", row.Part ?? "any", row.Reason.Value));

    [TestCaseSource(nameof(Rows))]
    public void Each_row_is_reached_and_not_hidden_by_one_before_it(int code, string? part, ApiErrorReason reason) =>
        Assert.That(Error(code == 0 ? 400 : code, $"Bad Request: {part ?? "anything"}").Reason, Is.EqualTo(reason));

    [TestCase(400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content", "message_not_modified")]
    [TestCase(400, "Bad Request: query is too old and response timeout expired or query ID is invalid", "query_too_old")]
    [TestCase(403, "Forbidden: bot was blocked by the user", "bot_blocked")]
    [TestCase(403, "Forbidden: bot was kicked from the supergroup chat", "bot_kicked")]
    [TestCase(403, "Forbidden: bot is not a member of the channel chat", "bot_not_member")]
    [TestCase(403, "Forbidden: user is deactivated", "user_deactivated")]
    [TestCase(403, "Forbidden: bot can't initiate conversation with a user", "user_has_not_started")]
    [TestCase(400, "Bad Request: chat not found", "chat_not_found")]
    [TestCase(400, "Bad Request: PEER_ID_INVALID", "chat_not_found")]
    [TestCase(400, "Bad Request: reply message not found", "replied_message_not_found")]
    [TestCase(400, "Bad Request: replied message not found", "replied_message_not_found")]
    [TestCase(400, "Bad Request: message to be replied not found", "replied_message_not_found")]
    [TestCase(400, "Bad Request: message to edit not found", "message_not_found")]
    [TestCase(400, "Bad Request: PHOTO_INVALID_DIMENSIONS", "photo_invalid")]
    [TestCase(400, "Bad Request: wrong file identifier/HTTP URL specified", "wrong_file_id")]
    [TestCase(400, "Bad Request: VOICE_MESSAGES_FORBIDDEN", "voice_messages_forbidden")]
    [TestCase(400, "Bad Request: chat title is not modified", "not_modified")]
    [TestCase(400, "Bad Request: can't parse entities: Can't find end of the entity starting at byte offset 4", "cant_parse_entities")]
    [TestCase(401, "Unauthorized", "unauthorized")]
    [TestCase(404, "Not Found", "method_or_bot_unknown")]
    [TestCase(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running", "get_updates_conflict")]
    [TestCase(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first", "webhook_active")]
    [TestCase(429, "Too Many Requests: retry after 5", "too_many_requests")]
    [TestCase(400, "Bad Request: something nobody has seen yet", "")]
    [TestCase(500, "Internal Server Error", "")]
    public void What_Telegram_says_has_a_reason(int code, string description, string reason) =>
        Assert.That(Error(code, description).Reason.Value, Is.EqualTo(reason));

    [Test]
    public void A_well_known_reason_is_its_name_in_small_letters()
    {
        var known = typeof(ApiErrorReason).GetProperties(BindingFlags.Public | BindingFlags.Static).ToList();

        Assert.That(known.Select(property => ((ApiErrorReason)property.GetValue(null)!).Value), Is.EqualTo(known.Select(property => Snake(property.Name))));
        Assert.That(known, Has.Count.GreaterThan(40));
        Assert.That((new ApiErrorReason(""), new ApiErrorReason("").Value, ((ApiErrorReason)"x").ToString()),
            Is.EqualTo((default(ApiErrorReason), "", "x")));
    }

    [Test]
    public void A_group_that_has_moved_is_known_by_its_new_id_whatever_the_text() =>
        Assert.That(new ApiRequestException("sendMessage", 400, "Bad Request: new words", migrateToChatId: -1001).Reason, Is.EqualTo(ApiErrorReason.ChatUpgraded));

    [Test]
    public void The_docs_list_each_reason_with_its_texts_and_what_is_done_by_default()
    {
        var documented = TableRow().Matches(
            File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "said-once.md")))
            .ToDictionary(row => Snake(row.Groups["name"].Value), row => (Words: row.Groups["words"].Value, Default: row.Groups["default"].Value));
        var rows = ApiErrorReasons.Table.ToLookup(row => row.Reason.Value);

        Assert.That(documented.Keys, Is.EquivalentTo(rows.Select(group => group.Key)));
        using (Assert.EnterMultipleScope())
        {
            foreach (var group in rows)
            {
                var (words, action) = documented[group.Key];
                Assert.That(words, Is.EqualTo(string.Join("<br>", group.Select(row => (row.Part is null ? "any" : $"`{row.Part}`") + (row.Code == 0 ? "" : $" ({row.Code})")))));
                foreach (var row in group)
                {
                    var decided = new UpdateFailure(1, null, 1, false, Error(row.Code == 0 ? 400 : row.Code, $"Bad Request: {row.Part}")).Default;
                    Assert.That(action, Is.EqualTo(decided == FailureAction.Bury ? "buried" : "tried again"), group.Key);
                }
            }
        }
    }

    private static ApiRequestException Error(int code, string description) => new("sendMessage", code, description);

    private static string Snake(string name) => Capitals().Replace(name, "_$0").ToLowerInvariant();

    [GeneratedRegex(@"^\| `(?<name>[A-Z]\w+)` \| (?<words>.*?) \| .*? \| (?<default>buried|tried again)[^|]*\|$", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Capitals();
}
