using Cursor.AiCode.Report.Page;
using Xunit;

namespace Cursor.AiCode.Report.Tests;

/// <summary>Tests the names in a chart, which are shorter than those in its table.</summary>
public sealed class ChartLabelsTests
{
    [Fact]
    public void The_common_prefix_of_names_is_omitted()
    {
        Assert.Equal(["api", "web", "Unknown"], ChartLabels.Create(["company/api", "company/web", "Unknown"]));
        Assert.Equal(["ann", "ben"], ChartLabels.Create(["ann@example.com", "ben@example.com"]));
        Assert.Equal(["company/api", "other/web"], ChartLabels.Create(["company/api", "other/web"]));
        Assert.Equal(["company/api"], ChartLabels.Create(["company/api"]));
    }

    [Theory]
    [InlineData("a-short-name", "a-short-name")]
    [InlineData("a-very-long-name-of-a-repository", "a-very-lon\u2026epository")]
    [InlineData("\u65E5\u672C\u8A9E\u65E5\u672C\u8A9E\u65E5\u672C\u8A9E\u65E5\u672C\u8A9E", "\u65E5\u672C\u8A9E\u65E5\u672C\u2026\u8A9E\u65E5\u672C\u8A9E")]
    public void A_long_name_is_shortened_in_the_middle(string name, string label) => Assert.Equal(label, ChartLabels.Cut(name));
}
