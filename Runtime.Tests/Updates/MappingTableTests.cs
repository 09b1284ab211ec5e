using System.Reflection;
using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.Tests.Architecture;

namespace Telegram.Webhooks.Runtime.Tests.Updates;

/// <summary>Keeps docs/flows.md true: what it says stands for a name of the original has to exist.</summary>
public sealed partial class MappingTableTests
{
    private const string Absent = "—";

    private static readonly Type[] PublicTypes = [.. typeof(FlowsUpdatesFilter).Assembly.GetExportedTypes().Where(type => type.Namespace == "Telegram.Webhooks.Runtime")];

    private static readonly Row[] Rows = [.. File.ReadLines(Path.Combine(RepositoryFiles.Root, "docs", "flows.md"))
        .SkipWhile(line => line != "# Names of the original")
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| original |", StringComparison.Ordinal))
        .Select(Parse)];

    private static IEnumerable<string> NamesHere => Rows.SelectMany(row => row.Here).Distinct();

    [TestCaseSource(nameof(NamesHere))]
    public void A_name_given_for_one_of_the_original_exists(string name) =>
        Assert.That(Exists(name), Is.True, $"docs/flows.md names {name}, which is not in the library");

    [Test]
    public void The_check_notices_a_name_that_does_not_exist() =>
        Assert.That(new[] { "NoSuchFlow", "NoSuchMessages()", "SimpleUpdatesFilter.NoSuchCallback", "NoSuchType.Member", "NoSuchType" }.Where(Exists), Is.Empty);

    [Test]
    public void Every_row_has_a_name_here_or_says_why_there_is_none()
    {
        Assert.That(Rows, Has.Length.GreaterThan(140));
        Assert.That(Rows.Where(row => row.Here.Length == 0 && (row.Cell != Absent || row.Note.Length < 20)).Select(row => row.Original), Is.Empty);
    }

    [Test]
    public void Every_flow_of_the_original_has_a_row()
    {
        const string flows = """
            allUpdatesFlow messagesFlow messageMediaGroupsFlow editedMessagesFlow editedMessageMediaGroupsFlow channelPostsFlow channelPostMediaGroupsFlow
            editedChannelPostsFlow editedChannelPostMediaGroupsFlow chosenInlineResultsFlow inlineQueriesFlow callbackQueriesFlow shippingQueriesFlow
            preCheckoutQueriesFlow pollsFlow pollAnswersFlow chatMemberUpdatesFlow myChatMemberUpdatesFlow chatJoinRequestUpdateFlow
            chatMessageReactionUpdatedUpdateFlow chatMessageReactionsCountUpdatedUpdateFlow chatBoostUpdatedUpdateFlow chatBoostRemovedUpdateFlow
            businessConnectionUpdatesFlow businessMessageUpdatesFlow editBusinessMessageUpdatesFlow deleteBusinessMessageUpdatesFlow
            paidMediaPurchasedUpdatesFlow managedBotUpdatesFlow unknownUpdatesFlow messageFlow channelPostFlow allSentMessagesFlow
            """;

        var named = Rows.SelectMany(row => Names(row.Original));

        Assert.That(flows.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Except(named), Is.Empty);
    }

    [Test]
    public void Every_flow_and_every_shortcut_of_this_library_is_in_the_table()
    {
        var flows = typeof(FlowsUpdatesFilter).GetProperties().Select(property => property.Name)
            .Where(name => name.EndsWith("Flow", StringComparison.Ordinal));
        var shortcuts = PublicTypes.SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(method => IsShortcut(method.GetParameters().FirstOrDefault()?.ParameterType))
            .Select(method => method.Name + "()");

        Assert.That(flows.Concat(shortcuts).Distinct().Except(NamesHere), Is.Empty);
    }

    private static bool IsShortcut(Type? receiver) =>
        receiver == typeof(FlowsUpdatesFilter) || (receiver is { IsGenericType: true } && receiver.GetGenericTypeDefinition() == typeof(UpdateFlow<>) && receiver != typeof(UpdateFlow<>));

    private static bool Exists(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0)
            return PublicTypes.Where(type => NameOf(type) == name[..dot])
                .Any(type => type.GetMember(MemberName(name[(dot + 1)..])).Length > 0);
        if (!name.EndsWith("()", StringComparison.Ordinal))
            return typeof(FlowsUpdatesFilter).GetProperty(name) is not null
                || PublicTypes.Any(type => NameOf(type) == name);
        var onFlows = PublicTypes.Where(type => type == typeof(FlowsUpdatesFilter) || type == typeof(UpdateFlow<>) || (type.IsAbstract && type.IsSealed));
        return onFlows.Any(type => type.GetMember(MemberName(name)).Any(member => member is MethodInfo));
    }

    private static string NameOf(Type type) => type.IsGenericType ? type.Name.Split('`')[0] + "<T>" : type.Name;

    private static string MemberName(string written) =>
        written == "operator +" ? "op_Addition" : written.Replace("()", "", StringComparison.Ordinal);

    private static Row Parse(string line)
    {
        var cells = line.Trim('|', ' ').Split('|');
        var (original, here, note) = (cells[0].Trim(), cells[1].Trim(), cells.Length > 2 ? cells[2].Trim() : "");
        return new(original, here, [.. Names(here)], note);
    }

    private static IEnumerable<string> Names(string cell) =>
        Code().Matches(cell).Select(match => match.Groups[1].Value);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    private sealed record Row(string Original, string Cell, string[] Here, string Note);
}
