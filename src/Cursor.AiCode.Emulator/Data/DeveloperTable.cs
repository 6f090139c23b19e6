using System;
using System.Collections.Generic;
using System.Globalization;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>Hires the developers.</summary>
internal static class DeveloperTable
{
    /// <summary>The user whom the API documentation's examples name by e-mail.</summary>
    public const string DocumentedEmail = "developer@company.com";

    /// <summary>How that user's encoded id begins in the examples.</summary>
    public const string DocumentedIdStart = "user_3k9x8q";

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

    /// <summary>Makes <paramref name="count"/> developers; <paramref name="privateShare"/> of them are in privacy mode.</summary>
    public static Developer[] Build(ulong seed, int count, Office[] offices, int teams, double privateShare)
    {
        var used = new HashSet<string>(StringComparer.Ordinal) { DocumentedEmail };
        var developers = new Developer[count];
        for (int i = 0; i < count; i++)
        {
            var random = new DeterministicRandom(seed, i);
            string id = MakeId(ref random, i);
            string email = i == 0 ? DocumentedEmail : MakeEmail(ref random, i, used);

            // Spread evenly, so that any share above 0 shows even in a small company.
            bool isPrivate = Math.Floor((i + 1) * privateShare) > Math.Floor(i * privateShare);
            developers[i] = new Developer(i + 1, id, email, PickOffice(ref random, offices), random.Below(teams), isPrivate);
        }

        return developers;
    }

    private static string MakeId(ref DeterministicRandom random, int index)
    {
        Span<char> tail = stackalloc char[IdLength];
        foreach (ref char c in tail)
        {
            c = IdCharacters[random.Below(IdCharacters.Length)];
        }

        string id = "user_" + tail.ToString();
        return index == 0 ? DocumentedIdStart + id[DocumentedIdStart.Length..] : id;
    }

    private static string MakeEmail(ref DeterministicRandom random, int index, HashSet<string> used)
    {
        string name = FirstNames[random.Below(FirstNames.Length)] + "." + LastNames[random.Below(LastNames.Length)];
        string email = name + "@company.com";
        if (!used.Add(email))
        {
            email = name + (index + 1).ToString(CultureInfo.InvariantCulture) + "@company.com";
            used.Add(email);
        }

        return email;
    }

    private static int PickOffice(ref DeterministicRandom random, Office[] offices)
    {
        int left = random.Below(100);
        for (int i = 0; i < offices.Length; i++)
        {
            left -= offices[i].Share;
            if (left < 0)
            {
                return i;
            }
        }

        return 0;
    }
}
