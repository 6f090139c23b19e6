using System.Globalization;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>Names of branches other than a repository's default one.</summary>
internal static class BranchTable
{
    private static readonly string[] Kinds = ["feature", "fix", "chore", "release", "hotfix", "users/anna", "cursor"];

    private static readonly string[] Topics =
    [
        "checkout", "login-timeout", "csv-export", "größenänderung", "retry-policy", "i18n", "dark-mode", "レポート", "flaky-tests",
        "upgrade-deps", "rate-limit", "search-index", "a11y", "telemetry",
    ];

    /// <summary>Makes <paramref name="count"/> branch names.</summary>
    public static EncodedText[] Build(ulong seed, int count)
    {
        var branches = new EncodedText[count];
        for (int i = 0; i < count; i++)
        {
            var random = new DeterministicRandom(seed, i);
            string number = (100 + random.Below(9000)).ToString(CultureInfo.InvariantCulture);
            branches[i] = new EncodedText(
                Kinds[random.Below(Kinds.Length)] + "/" + number + "-" + Topics[random.Below(Topics.Length)]);
        }

        return branches;
    }
}
