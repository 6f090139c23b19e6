using System;
using System.Collections.Generic;
using System.Globalization;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>Generates the developers.</summary>
internal static class DeveloperTable
{
    // The user in the examples of the API's documentation.
    private const string DocumentedEmail = "developer@company.com";
    private const string DocumentedIdStart = "user_3k9x8q";

    private const string IdCharacters = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const int IdLength = 26;

    private static readonly string[] FirstNames =
    [
        "anna", "ben", "chiara", "daniel", "elif", "fatima", "george", "hana", "igor", "jun", "katrin", "liam", "maria", "noah",
        "olga", "pedro", "qing", "rosa", "sven", "tariq", "ulrike", "vera", "wei", "xavier", "yuki", "zoe", "amit", "priya", "joao",
    ];

    private static readonly string[] LastNames =
    [
        "adler", "brown", "costa", "dubois", "eriksen", "fischer", "garcia", "haddad", "ivanova", "jones", "kobayashi", "lopez",
        "mueller", "nakamura", "okafor", "petrov", "rao", "rossi", "schmidt", "silva", "tanaka", "ueda", "varga", "weber", "yilmaz",
        "zhang", "oconnor", "singh",
    ];

    /// <summary>Generates developers; a share of <paramref name="privacyShare"/> (0 to 1) has privacy mode on.</summary>
    public static Developer[] Create(ulong seed, int count, double privacyShare)
    {
        var emails = new HashSet<string>(StringComparer.Ordinal) { DocumentedEmail };
        var developers = new Developer[count];
        for (int i = 0; i < count; i++)
        {
            var random = new DeterministicRandom(seed, i);
            string id = CreateId(ref random, i);
            string email = i == 0 ? DocumentedEmail : CreateEmail(ref random, i, emails);
            int office = PickOffice(ref random);

            // Spread evenly, so that a share above 0 is visible in a small company too.
            bool isPrivate = Math.Floor((i + 1) * privacyShare) > Math.Floor(i * privacyShare);
            developers[i] = new Developer(i + 1, new EncodedText(id), new EncodedText(email), office, random.Below(Team.All.Length), isPrivate);
        }

        return developers;
    }

    private static string CreateId(ref DeterministicRandom random, int index)
    {
        Span<char> characters = stackalloc char[IdLength];
        foreach (ref char c in characters)
        {
            c = IdCharacters[random.Below(IdCharacters.Length)];
        }

        string id = "user_" + characters.ToString();
        return index == 0 ? DocumentedIdStart + id[DocumentedIdStart.Length..] : id;
    }

    private static string CreateEmail(ref DeterministicRandom random, int index, HashSet<string> used)
    {
        string name = random.Pick(FirstNames) + "." + random.Pick(LastNames);
        string email = name + "@company.com";
        if (!used.Add(email))
        {
            email = name + (index + 1).ToString(CultureInfo.InvariantCulture) + "@company.com";
            used.Add(email);
        }

        return email;
    }

    private static int PickOffice(ref DeterministicRandom random)
    {
        int left = random.Below(100);
        return Math.Max(0, Array.FindIndex(Office.All, office => (left -= office.Share) < 0));
    }
}
