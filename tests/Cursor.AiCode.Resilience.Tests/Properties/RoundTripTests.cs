using System;
using System.IO;
using System.Linq;
using Cursor.AiCode.Export;
using Cursor.AiCode.Resilience.Tests.Oracles;
using Cursor.AiCode.Resilience.Tests.Support;
using Cursor.AiCode.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Cursor.AiCode.Resilience.Tests.Properties;

/// <summary>Tests that files keep any text in any field, except that an empty text becomes null.</summary>
public sealed class RoundTripTests
{
    private const int Cases = 80;

    private static readonly Gen<int> Count = Gen.OneOf(Gen.Choose(0, 3000), Gen.Elements(0, -1, int.MaxValue, int.MinValue));

    private static readonly Gen<string?> OptionalText = Gen.OneOf<string?>(Generators.Text.Select(static text => (string?)text), Gen.Constant<string?>(null));

    private static readonly Gen<string> Id = Generators.Text.Where(static text => text.Length > 0);

    private static Gen<AiCommit> Commits { get; } =
        from hash in Id
        from texts in OptionalText.ArrayOf(6)
        from counts in Count.ArrayOf(8)
        from known in Gen.Choose(0, 7)
        from flag in Gen.Elements<bool?>(null, true, false)
        from committed in Generators.Time
        from created in Generators.Time
        select new AiCommit
        {
            CommitHash = hash,
            UserId = texts[0],
            UserEmail = texts[1],
            RepoName = texts[2],
            BranchName = texts[3],
            CommitSource = texts[4],
            Message = texts[5],
            IsPrimaryBranch = flag,
            TotalLinesAdded = counts[0],
            TotalLinesDeleted = counts[1],
            TabLinesAdded = counts[2],
            TabLinesDeleted = counts[3],
            ComposerLinesAdded = counts[4],
            ComposerLinesDeleted = counts[5],
            NonAiLinesAdded = (known & 1) == 0 ? null : counts[6],
            NonAiLinesDeleted = (known & 2) == 0 ? null : counts[7],
            CommitTs = (known & 4) == 0 ? null : committed.LocalDateTime,
            CreatedAt = created.LocalDateTime,
        };

    private static Gen<AiCodeChange> Changes { get; } =
        from id in Id
        from texts in OptionalText.ArrayOf(4)
        from counts in Count.ArrayOf(2)
        from created in Generators.Time
        from files in (from file in OptionalText.ArrayOf(2)
                       from lines in Count.ArrayOf(2)
                       select new AiCodeChangeMetadata { FileName = file[0], FileExtension = file[1], LinesAdded = lines[0], LinesDeleted = lines[1] }).ArrayOf()
        from known in Gen.Choose(0, 3)
        select new AiCodeChange
        {
            ChangeId = id,
            UserId = texts[0],
            UserEmail = texts[1],
            Source = texts[2],
            Model = texts[3],
            TotalLinesAdded = counts[0],
            TotalLinesDeleted = counts[1],
            CreatedAt = created.LocalDateTime,
            Metadata = known == 0 ? null : files,
        };

    [Fact]
    public void Commits_are_written_and_read() =>
        Generators.ForAll(Commits.ArrayOf(), Generators.Shorter, Cases, commits => Check(AiCodeKind.Commit, commits, static (file, commit) => file.Add(commit), RecordValues.Of));

    [Fact]
    public void Changes_are_written_and_read() =>
        Generators.ForAll(Changes.ArrayOf(), Generators.Shorter, Cases, changes => Check(AiCodeKind.Change, changes, static (file, change) => file.Add(change), RecordValues.Of));

    [Theory]
    [InlineData("'=1+1")]
    [InlineData("'-x")]
    [InlineData("'\tx")]
    public void Records_whose_text_looks_neutralized_are_appended(string branch)
    {
        using var folder = new TempFolder();
        AiCommit[] commits = new[] { "main", branch, "other" }.Select(name => new AiCommit { CommitHash = "1", UserId = "u", BranchName = name, CreatedAt = DateTime.UnixEpoch.ToLocalTime() }).ToArray();
        Write(folder.File(), append: false, commits[..1], static (file, commit) => file.Add(commit));
        Assert.Equal(2, Write(folder.File(), append: true, commits, static (file, commit) => file.Add(commit)).RecordCount);
        Assert.Equal(0, Write(folder.File(), append: true, commits, static (file, commit) => file.Add(commit)).RecordCount);
    }

    private static void Check<T>(AiCodeKind kind, T[] records, Action<AiCodeCsvWriter, T> add, Func<T, RecordValues> toValues)
    {
        if (records.Length == 0)
        {
            return;
        }

        using var folder = new TempFolder();
        string path = folder.File();
        RecordValues[] expected = records.Select(toValues).Select(AsInFile).DistinctBy(static record => record.Key).ToArray();
        AiCodeExport export = Write(path, append: false, records, add);
        Assert.Equal(records.Length, export.RecordCount);
        byte[] text = File.ReadAllBytes(path);
        Assert.Equal(expected, RecordValues.OfCsv(kind, text)!);
        FakeApi api = FakeApi.Of(AiCodeTransport.Csv, () => new MemoryStream(text), expected.Length);
        Assert.Equal(expected, api.ReadAsync(kind, AiCodeTransport.Csv).GetAwaiter().GetResult());

        // An append of the same records adds none of them.
        Assert.Equal(0, Write(path, append: true, records, add).RecordCount);
        Assert.Equal(text, File.ReadAllBytes(path));

        // An append of other records adds them, whatever their text is. In a file, '=x can be =x that -EscapeFormula wrote.
        if (expected.Length == records.Length && expected.Select(static record => Unescaped(record.Key)).Distinct().Count() == expected.Length)
        {
            string other = folder.File("other.csv");
            Write(other, append: false, records[..1], add);
            Assert.Equal(expected.Length - 1, Write(other, append: true, records, add).RecordCount);
            Assert.Equal(expected, RecordValues.OfCsv(kind, File.ReadAllBytes(other))!);
        }
    }

    private static string Unescaped(string key) => string.Join('\u001F', key.Split('\u001F').Select(static part =>
        part.Length > 1 && part[0] == '\'' && part[1] is ('=' or '+' or '-' or '@' or '\t' or '\r') ? part[1..] : part));

    private static AiCodeExport Write<T>(string path, bool append, T[] records, Action<AiCodeCsvWriter, T> add)
    {
        using var file = new AiCodeCsvWriter(new AiCodeExportOptions { Path = path, Append = append });
        foreach (T record in records)
        {
            add(file, record);
        }

        return file.Complete();
    }

    // Returns the values of a record after it was written to a file: an empty text is null, and times have milliseconds.
    private static RecordValues AsInFile(RecordValues record)
    {
        static string Field(string field)
        {
            int at = field.IndexOf('=', StringComparison.Ordinal);
            return at < 0 ? field : field[(at + 1)..].Length == 0 ? field + "\u2205"
                : field.StartsWith("created_at=", StringComparison.Ordinal) || (field.StartsWith("commit_ts=", StringComparison.Ordinal) && field.Length > 12) ? field[..^4] + "0000"
                : field;
        }

        string[] key = record.Key.Split('\u001F').Select(static part => part.Length == 0 ? "\u2205" : part).ToArray();
        if (key.Length > 1)
        {
            key[^1] = key[^1][..^4] + "0000";
        }

        return new RecordValues(string.Join('\u001F', key), string.Join('\u001E', record.Fields.Split('\u001E').Select(Field)));
    }
}
