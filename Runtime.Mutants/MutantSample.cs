using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Telegram.Webhooks.Runtime.Mutants;

/// <summary>
/// Picks mutants by what the code says and a seed: the same ones, as long as the code there is the same.
/// </summary>
internal static class MutantSample
{
    public static IReadOnlyList<Mutant> Take(IEnumerable<Mutant> mutants, int count, int seed) =>
    [
        .. mutants.GroupBy(m => m.Key).SelectMany(
            same => same.Select((mutant, i) => (mutant, Order: Order(mutant, i, seed))))
            .OrderBy(m => m.Order, StringComparer.Ordinal).Take(count).Select(m => m.mutant).OrderBy(m => m.Id),
    ];

    private static string Order(Mutant mutant, int occurrence, int seed) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}\n{occurrence}\n{mutant.Key}"))));
}
