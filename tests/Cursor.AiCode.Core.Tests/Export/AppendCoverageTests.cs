using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Tests.Support;
using Cursor.AiCode.Tests.Completeness;
using Xunit;

namespace Cursor.AiCode.Tests.Export;

/// <summary>Tests that an append warns if the API has records in the requested range that it doesn't add.</summary>
public sealed class AppendCoverageTests
{
    private const string Advice = "To get them, export to a file without -Append, or use Export-AiCodeDataset.";

    private static readonly DateTimeOffset End = TestTimeProvider.DefaultStart;

    [Theory]
    [InlineData(AiCodeKind.Commit, AiCodeTransport.Json)]
    [InlineData(AiCodeKind.Commit, AiCodeTransport.Csv)]
    [InlineData(AiCodeKind.Change, AiCodeTransport.Auto)]
    public async Task Trial_F06_a_start_before_the_first_record_of_the_file_is_a_warning(AiCodeKind kind, AiCodeTransport transport)
    {
        await using CompanyApi api = await CompanyApi.StartAsync(Daily("ann", 60));
        using var folder = new TempFolder();
        Assert.Empty(await api.AppendAsync(folder, kind, Days(10, transport)));
        Assert.Empty(await api.AppendAsync(folder, kind, Days(10, transport)));
        WarningEvent warning = Assert.Single(await api.AppendAsync(folder, kind, Days(40, transport)));
        Assert.Equal(
            $"'{folder.File()}' begins with a record that was ingested at 2025-07-22T11:00:00.000Z, and -Append continues it after its newest record. It doesn't contain earlier records, although -StartDate includes them. {Advice}",
            warning.Message);
        Assert.Equal(10, CsvFileText.Read(folder.File()).Rows.Count);
    }

    [Fact]
    public async Task Trial_F06_a_start_before_the_first_record_of_the_api_is_not_a_warning()
    {
        // The team has used the service for five days.
        await using CompanyApi api = await CompanyApi.StartAsync(Daily("ann", 5));
        using var folder = new TempFolder();
        for (int day = 0; day < 3; day++)
        {
            Assert.Empty(await api.AppendAsync(folder, AiCodeKind.Commit, Days(90)));
        }

        Assert.Equal(5, CsvFileText.Read(folder.File()).Rows.Count);
    }

    [Fact]
    public async Task Trial_F06_a_daily_job_sends_no_additional_requests()
    {
        await using CompanyApi api = await CompanyApi.StartAsync(Daily("ann", 60));
        using var folder = new TempFolder();
        _ = await api.AppendAsync(folder, AiCodeKind.Commit, Days(30));
        _ = await api.AppendAsync(folder, AiCodeKind.Commit, Days(29));
        Assert.Equal(2, api.LastRequestCount);
    }

    [Theory]
    [InlineData("bob@company.com")]
    [InlineData("BOB@Company.com")]
    [InlineData("user_bob")]
    public async Task Trial_F06_a_user_that_is_missing_in_the_file_is_a_warning(string user)
    {
        await using CompanyApi api = await CompanyApi.StartAsync([.. Daily("ann", 60), .. Daily("bob", 60)]);
        using var folder = new TempFolder();
        Assert.Empty(await api.AppendAsync(folder, AiCodeKind.Commit, Days(20) with { Users = ["ann@company.com"] }));
        WarningEvent warning = Assert.Single(await api.AppendAsync(folder, AiCodeKind.Commit, Days(20) with { Users = ["ann@company.com", user] }));
        Assert.Equal(
            $"'{folder.File()}' contained no records of '{user}', and -Append continues it from 2025-07-30T11:00:00.000Z on. It doesn't contain their earlier records. {Advice}",
            warning.Message);

        // Now the file contains a record of the user.
        Assert.Empty(await api.AppendAsync(folder, AiCodeKind.Commit, Days(20) with { Users = ["ann@company.com", user] }));
    }

    [Fact]
    public async Task Trial_F06_all_users_that_are_missing_in_the_file_are_one_warning()
    {
        await using CompanyApi api = await CompanyApi.StartAsync([.. Daily("ann", 60), .. Daily("bob", 60), .. Daily("eve", 1), .. Daily("zoe", 60)]);
        using var folder = new TempFolder();
        _ = await api.AppendAsync(folder, AiCodeKind.Commit, Days(20) with { Users = ["ann@company.com"] });

        // None of the users is in the file, so its beginning says nothing about them.
        WarningEvent warning = Assert.Single(await api.AppendAsync(folder, AiCodeKind.Commit, Days(40) with { Users = ["bob@company.com", "eve@company.com", "zoe@company.com"] }));
        Assert.Contains("contained no records of 'bob@company.com', 'zoe@company.com', and", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(25, 20, false)]
    [InlineData(25, 40, true)]
    [InlineData(5, 20, true)]
    public async Task Trial_F06_earlier_records_of_a_user_are_missing_from_the_start_date_on(int daysAgo, int days, bool warns)
    {
        // The only record of the user is older than the file, or not.
        await using CompanyApi api = await CompanyApi.StartAsync([.. Daily("ann", 60), ("bob", End.AddDays(-daysAgo))]);
        using var folder = new TempFolder();
        _ = await api.AppendAsync(folder, AiCodeKind.Commit, Days(10) with { Users = ["ann@company.com"] });
        IReadOnlyList<WarningEvent> warnings = await api.AppendAsync(folder, AiCodeKind.Commit, Days(days) with { Users = ["bob@company.com"] });
        Assert.Equal(warns, warnings.Any(static warning => warning.Message.Contains("It doesn't contain their earlier records.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Trial_F06_the_check_of_the_start_sends_at_most_five_requests()
    {
        string[] names = Enumerable.Range(0, 8).Select(static number => $"dev{number}").ToArray();
        await using CompanyApi api = await CompanyApi.StartAsync(names.SelectMany(static name => Daily(name, 10)).ToList());
        using var folder = new TempFolder();
        AiCodeQuery query = Days(10) with { Users = names.Select(static name => name + "@company.com").ToArray() };
        Assert.Empty(await api.AppendAsync(folder, AiCodeKind.Commit, query));
        Assert.Empty(await api.AppendAsync(folder, AiCodeKind.Commit, query));
        int requests = api.LastRequestCount;
        Assert.Empty(await api.AppendAsync(folder, AiCodeKind.Commit, query with { Range = Days(40).Range }));
        Assert.Equal(requests + 5, api.LastRequestCount);
    }

    [Fact]
    public async Task Trial_F06_a_user_without_earlier_records_is_not_a_warning()
    {
        await using CompanyApi api = await CompanyApi.StartAsync([.. Daily("ann", 60), .. Daily("eve", 1)]);
        using var folder = new TempFolder();
        Assert.Empty(await api.AppendAsync(folder, AiCodeKind.Change, Days(20) with { Users = ["ann@company.com"] }));
        Assert.Empty(await api.AppendAsync(folder, AiCodeKind.Change, Days(20) with { Users = ["ann@company.com", "eve@company.com"] }));
    }

    [Fact]
    public async Task Trial_F06_an_error_of_the_check_loses_no_records()
    {
        await using CompanyApi api = await CompanyApi.StartAsync(Daily("ann", 60));
        using var folder = new TempFolder();
        _ = await api.AppendAsync(folder, AiCodeKind.Commit, Days(10));
        api.Records.Add(("ann", End.AddMinutes(-1)));
        api.RejectsBefore = End.AddDays(-3);
        Assert.Empty(await api.AppendAsync(folder, AiCodeKind.Commit, Days(40)));
        Assert.Equal(11, CsvFileText.Read(folder.File()).Rows.Count);
    }

    [Fact]
    public async Task A_warning_that_the_caller_turns_into_an_error_leaves_the_file_unchanged()
    {
        await using CompanyApi api = await CompanyApi.StartAsync(Daily("ann", 60));
        using var folder = new TempFolder();
        _ = await api.AppendAsync(folder, AiCodeKind.Commit, Days(10));
        foreach (bool append in new[] { true, false })
        {
            byte[] before = await File.ReadAllBytesAsync(folder.File());
            api.Records.Add(("ann", End.AddMinutes(-1)));
            using var client = new TestClient(api.Http);
            var options = new AiCodeExportOptions
            {
                Path = folder.File(),
                Append = append,
                BeforeReplace = _ => Task.FromException(new InvalidOperationException("stop")),
            };
            _ = await Assert.ThrowsAsync<InvalidOperationException>(() => client.Client.ExportAsync(AiCodeKind.Commit, Days(40), options));
            Assert.Equal(before, await File.ReadAllBytesAsync(folder.File()));
            Assert.Equal(["records.csv"], folder.Names);
        }
    }

    private static AiCodeQuery Days(int days, AiCodeTransport transport = AiCodeTransport.Auto) =>
        new(new AiCodeDateRange(End.AddDays(-days), End)) { Transport = transport };

    // One record a day, the newest one an hour ago.
    private static List<(string User, DateTimeOffset CreatedAt)> Daily(string user, int days) =>
        Enumerable.Range(0, days).Select(day => (user, End.AddHours(-1).AddDays(-day))).ToList();

    private sealed class CompanyApi : IAsyncDisposable
    {
        public List<(string User, DateTimeOffset CreatedAt)> Records { get; private init; } = [];

        public TestServer Http { get; private set; } = null!;

        public DateTimeOffset? RejectsBefore { get; set; }

        public int LastRequestCount { get; private set; }

        public static async Task<CompanyApi> StartAsync(List<(string User, DateTimeOffset CreatedAt)> records)
        {
            var api = new CompanyApi { Records = records };
            api.Http = await TestServer.StartAsync(context =>
            {
                DateTimeOffset start = DateTimeOffset.Parse(context.Request.Query["startDate"]!, System.Globalization.CultureInfo.InvariantCulture);
                DateTimeOffset end = DateTimeOffset.Parse(context.Request.Query["endDate"]!, System.Globalization.CultureInfo.InvariantCulture);
                string user = context.Request.Query["user"].ToString();
                if (start < api.RejectsBefore)
                {
                    return Response.Status(403, "{}")(context);
                }

                var found = api.Records
                    .Select(static (record, index) => (record.User, record.CreatedAt, Index: index))
                    .Where(record => record.CreatedAt >= start && record.CreatedAt <= end)
                    .Where(record => user.Length == 0 || user.Equals(record.User + "@company.com", StringComparison.OrdinalIgnoreCase) || user == "user_" + record.User)
                    .ToList();
                bool commits = context.Request.Path.Value!.Contains("commits", StringComparison.Ordinal);
                if (context.Request.Path.Value!.EndsWith(".csv", StringComparison.Ordinal))
                {
                    IEnumerable<string> rows = found.Select(record => commits
                        ? $"{Response.Hash(record.Index)},user_{record.User},{record.User}@company.com,r,main,true,ide,1,1,1,1,1,1,1,1,m,,{Timestamps.Text(record.CreatedAt)}"
                        : $"{1000 + record.Index},user_{record.User},{record.User}@company.com,TAB,m,1,1,{Timestamps.Text(record.CreatedAt)},[]");
                    return Response.Csv(commits ? Response.CommitsText(rows.ToArray()) : Response.ChangesText(rows.ToArray()))(context);
                }

                int page = int.Parse(context.Request.Query["page"]!, System.Globalization.CultureInfo.InvariantCulture);
                int size = int.Parse(context.Request.Query["pageSize"]!, System.Globalization.CultureInfo.InvariantCulture);
                return Response.PageOf(found.Count, found.Skip((page - 1) * size).Take(size).Select(record =>
                {
                    (string, string?)[] own =
                    [
                        ("userId", $"\"user_{record.User}\""),
                        ("userEmail", $"\"{record.User}@company.com\""),
                        ("createdAt", $"\"{Timestamps.Text(record.CreatedAt)}\""),
                    ];
                    return commits ? Response.Commit(record.Index, own) : Response.Change(record.Index, own);
                }).ToArray())(context);
            });
            return api;
        }

        public async Task<IReadOnlyList<WarningEvent>> AppendAsync(TempFolder folder, AiCodeKind kind, AiCodeQuery query)
        {
            using var client = new TestClient(Http);
            AiCodeExport export = await client.Client.ExportAsync(kind, query, new AiCodeExportOptions { Path = folder.File(), Append = true });
            LastRequestCount = export.RequestCount;
            return client.Events.OfType<WarningEvent>().ToArray();
        }

        public ValueTask DisposeAsync() => Http.DisposeAsync();
    }
}
