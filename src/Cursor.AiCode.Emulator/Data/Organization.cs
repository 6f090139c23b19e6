using System;
using System.Linq;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>A developer. A query can select one by number, id or email.</summary>
/// <param name="Number">The numeric id, from 1.</param>
/// <param name="Id">The encoded id, <c>user_…</c>.</param>
/// <param name="Email">The email address.</param>
/// <param name="Office">The index of the office in <see cref="Data.Office.All"/>.</param>
/// <param name="Team">The index of the team in <see cref="Data.Team.All"/>.</param>
/// <param name="IsPrivate">Whether privacy mode is on: the developer's changes have no file names.</param>
internal sealed record Developer(int Number, EncodedText Id, EncodedText Email, int Office, int Team, bool IsPrivate);

/// <summary>A repository.</summary>
/// <param name="Name">The name as the API returns it, owner and repository.</param>
/// <param name="DefaultBranch">The branch whose commits have <c>isPrimaryBranch</c> true.</param>
internal sealed record Repository(EncodedText Name, EncodedText DefaultBranch);

/// <summary>A team.</summary>
/// <param name="Repositories">The repositories that it works in.</param>
internal sealed record Team(Repository[] Repositories)
{
    /// <summary>All teams.</summary>
    public static readonly Team[] All =
    [
        Create("billing-service", "invoice-api", "ledger", "payments-web"),
        Create("infrastructure", "deploy-tools", "gateway", "observability"),
        Create("ios-app", "android-app", "mobile-core"),
        Create("warehouse", "etl-jobs", "report-builder", "ml-features"),
        Create("repo", "storefront", "design-system", "cms"),
        Create("legacy-erp", "partner-api"),
    ];

    private static Team Create(params string[] repositories) => new(repositories.Select(CreateRepository).ToArray());

    // The oldest repositories still have the old default branch.
    private static Repository CreateRepository(string name) =>
        new(new EncodedText("company/" + name), new EncodedText(name is "legacy-erp" or "ledger" ? "master" : "main"));
}

/// <summary>
/// An office and its working hours. Offsets from UTC are fixed: daylight saving time would make the data depend
/// on the machine's time zone database.
/// </summary>
/// <param name="City">The city.</param>
/// <param name="OffsetMinutes">Minutes east of UTC.</param>
/// <param name="Share">Its share of the developers, in percent.</param>
internal sealed record Office(string City, int OffsetMinutes, int Share)
{
    /// <summary>All offices.</summary>
    public static readonly Office[] All =
    [
        new("Berlin", 60, 30),
        new("San Francisco", -480, 20),
        new("New York", -300, 14),
        new("Bengaluru", 330, 16),
        new("Tokyo", 540, 10),
        new("São Paulo", -180, 6),
        new("London", 0, 4),
    ];

    /// <summary>Returns the activity of one developer at a time: 1 in office hours, less in the evening and at weekends.</summary>
    public double GetActivity(long unixMilliseconds)
    {
        DateTime local = DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds).UtcDateTime.AddMinutes(OffsetMinutes);
        if (local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
        {
            return local.Hour is >= 10 and < 20 ? 0.03 : 0;
        }

        return local.Hour switch
        {
            < 7 => 0,
            7 => 0.1,
            8 => 0.5,
            12 => 0.45,
            < 18 => 1,
            18 => 0.4,
            < 23 => 0.08,
            _ => 0,
        };
    }
}
