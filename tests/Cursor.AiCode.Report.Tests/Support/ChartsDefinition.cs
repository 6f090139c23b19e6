using Xunit;

namespace Cursor.AiCode.Report.Tests.Support;

/// <summary>The tests that draw charts share the library, which takes seconds to load, and run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class ChartsDefinition : ICollectionFixture<ReportFixture>
{
    public const string Name = "charts";
}
