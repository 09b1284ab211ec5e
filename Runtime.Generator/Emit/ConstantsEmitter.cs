using Telegram.Webhooks.Runtime.Generator.Model;

namespace Telegram.Webhooks.Runtime.Generator.Emit;

/// <summary>Writes well-known texts as constants, which a switch can name.</summary>
internal static class ConstantsEmitter
{
    public static void Emit(CodeWriter code, string name, string what, IEnumerable<StringMember> members)
    {
        code.Line($"/// <summary>The well-known values of {what} as constants, for a <c>switch</c>.</summary>");
        code.Block($"public static class {name}", () =>
        {
            foreach (var member in members)
            {
                code.Line($"/// <summary><c>{member.Value}</c></summary>");
                code.Line($"public const string {member.Name} = \"{member.Value}\";");
            }
        });
    }
}
