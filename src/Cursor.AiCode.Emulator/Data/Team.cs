using System;
using System.Linq;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>A team and the repositories it works in.</summary>
internal sealed class Team(string name, Repository[] repositories)
{
    private static readonly string[] Plan =
    [
        "payments:billing-service,invoice-api,ledger,payments-web",
        "platform:infrastructure,deploy-tools,gateway,observability",
        "mobile:ios-app,android-app,mobile-core",
        "data:warehouse,etl-jobs,report-builder,ml-features",
        "web:repo,storefront,design-system,cms",
        "integration:legacy-erp,partner-api",
    ];

    /// <summary>The team's name.</summary>
    public string Name { get; } = name;

    /// <summary>Its repositories.</summary>
    public Repository[] Repositories { get; } = repositories;

    /// <summary>The company's teams.</summary>
    public static Team[] All() => Plan.Select(Parse).ToArray();

    private static Team Parse(string line)
    {
        string[] parts = line.Split(':');
        return new Team(parts[0], parts[1].Split(',').Select(Open).ToArray());
    }

    // Repositories that are old enough still have the old default branch.
    private static Repository Open(string name) => new(
        "company/" + name,
        name.StartsWith("legacy", StringComparison.Ordinal) || name == "ledger" ? "master" : "main");
}
