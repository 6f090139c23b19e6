using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using CsvHelper;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.IO;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;

namespace Cursor.AiCode.Export;

/// <summary>
/// The file that records are appended to. It is read once, and copied to the new file on the way: that yields its format,
/// the time of its newest record, and the keys of the records that can be received again.
/// </summary>
internal sealed class AppendTarget
{
    /// <summary>
    /// How far before the newest record of the file an append requests again: records that the service ingested late can
    /// have an earlier time than others that were available before.
    /// </summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromDays(1);

    // The service may compare dates rather than times, in any time zone.
    private static readonly TimeSpan RecentSpan = Overlap + TimeSpan.FromDays(2);

    private static readonly string[] UserColumns = ["user_id", "user_email"];

    private readonly string _path;
    private readonly AiCodeKind _kind;
    private readonly RecentKeys _recent;
    private readonly FileFingerprint _fingerprint;
    private readonly HashSet<string> _users = new(StringComparer.OrdinalIgnoreCase);
    private HashSet<RecordKey>? _olderKeys;
    private SourceColumn[] _userColumns = [];
    private readonly long _now;
    private readonly long _lastWrite;
    private long? _newest;
    private long? _newestWritten;
    private long _oldest = long.MaxValue;

    private AppendTarget(string path, AiCodeKind kind, CsvFileFormat format, FileFingerprint fingerprint, DateTimeOffset now)
    {
        _now = now.UtcTicks;
        _lastWrite = Math.Min(_now, fingerprint.LastWriteTime.Ticks);
        _path = path;
        _kind = kind;
        _fingerprint = fingerprint;
        _recent = new RecentKeys(RecentSpan, now);
        Format = format;
    }

    /// <summary>The columns and the line break of the file.</summary>
    public CsvFileFormat Format { get; }

    /// <summary>The number of records in the file.</summary>
    public long RecordCount { get; private set; }

    /// <summary>
    /// The latest <c>created_at</c> in the file; null if it contains no record. A record that is dated after the file was
    /// written, or after the current time, doesn't count: the records before it must not be skipped because of it.
    /// </summary>
    public DateTimeOffset? Newest => RecordCount == 0 ? null : new DateTimeOffset(_newestWritten ?? _newest ?? _now, TimeSpan.Zero);

    /// <summary>The earliest <c>created_at</c> in the file; null if it contains no record.</summary>
    public DateTimeOffset? Oldest => RecordCount == 0 ? null : new DateTimeOffset(_oldest, TimeSpan.Zero);

    /// <summary>Whether the file contains a record of a user, or doesn't show which users it contains.</summary>
    /// <param name="user">An e-mail address or ID. A file doesn't contain the numbers of users.</param>
    public bool HasUser(string user) => _users.Count == 0 || user.All(char.IsDigit) || _users.Contains(user);

    /// <summary>Reads a file, and copies it to the new file. Returns null if there is no file, or only blank lines in it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">The kind of its records.</param>
    /// <param name="copy">The new file.</param>
    /// <param name="findUsers">Whether <see cref="HasUser"/> will be called.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="AiCodeException">The file has other columns, is damaged, or can't be read or copied.</exception>
    public static AppendTarget? Read(
        string path, AiCodeKind kind, CsvFileWriter copy, bool findUsers, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using FileStream file = AppendFile.Open(path);
        if (AppendFile.IsBlank(file))
        {
            return null;
        }

        AppendFile.EnsureIsText(file);
        AppendTarget? target = null;
        copy.Write(stream =>
        {
            FileFingerprint fingerprint = FileFingerprint.Of(file);
            using var source = new CsvFileStream(file, stream);
            using CsvReader csv = CsvReaderFactory.Create(source);
            try
            {
                target = new AppendTarget(path, kind, AppendFile.ReadFormat(csv, source, path, kind), fingerprint, now);
                if (findUsers)
                {
                    target._userColumns = UserColumns
                        .Select(name => new SourceColumn(CsvColumns.IndexOf(csv.Headers, name), CsvColumnType.Text, name))
                        .ToArray();
                }

                target.Scan(csv, target.AddRow, cancellationToken);
            }
            catch (CsvFormatException e)
            {
                throw AppendFile.Damaged(path, csv, e);
            }

            if (!source.EndsWithLineBreak)
            {
                stream.Write(target.Format.NewLine, 0, target.Format.NewLine.Length);
            }
        });
        return target;
    }

    /// <summary>Adds a record that is appended. Returns false if the file has it already.</summary>
    /// <param name="record">The record's key and times.</param>
    /// <param name="cancellationToken">Ends the search for it.</param>
    public bool TryAdd(in RecordIdentity record, CancellationToken cancellationToken)
    {
        if (_recent.Covers(record.CreatedAt))
        {
            return _recent.TryAdd(record.Key, record.CreatedAt);
        }

        // An older record comes from the pipeline, or from a service that ignores the start of the range. Then the keys of
        // all older records are needed.
        _olderKeys ??= ReadOlderKeys(cancellationToken);
        return _olderKeys.Add(record.Key);
    }

    /// <summary>Whether the file was changed or replaced since it was read.</summary>
    /// <exception cref="AiCodeException">The file can't be read.</exception>
    public bool IsChanged()
    {
        try
        {
            return !_fingerprint.Equals(FileFingerprint.Of(_path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AppendFile.NotReadable(_path, e);
        }
    }

    private void Scan(CsvReader csv, Action<CsvReader, RowParser> processRow, CancellationToken cancellationToken)
    {
        const int RowsBetweenChecks = 4096;
        var parser = new RowParser(_kind, csv.Headers, normalize: true);
        var verifier = new FileRowVerifier(_kind, csv.Headers);
        while (csv.Read())
        {
            verifier.VerifyNotHeader(csv);
            verifier.Verify(csv, isNormalized: parser.Parse(csv));
            processRow(csv, parser);
            if (csv.RowNumber % RowsBetweenChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private void AddRow(CsvReader row, RowParser parser)
    {
        RecordCount++;
        _newest = Latest(_newest, parser.CreatedAt, _now);
        _newestWritten = Latest(_newestWritten, parser.CreatedAt, _lastWrite);
        _oldest = Math.Min(_oldest, parser.CreatedAt);
        foreach (SourceColumn column in _userColumns)
        {
            if (StringPool.Get(column.GetField(row)) is { } user)
            {
                _ = _users.Add(user);
            }
        }

        _recent.Observe(parser.CreatedAt);
        if (_recent.Covers(parser.CreatedAt))
        {
            _ = _recent.TryAdd(parser.GetKey(row), parser.CreatedAt);
        }
    }

    private static long? Latest(long? latest, long time, long max) =>
        time > max || time < latest ? latest : time;

    private HashSet<RecordKey> ReadOlderKeys(CancellationToken cancellationToken)
    {
        var older = new HashSet<RecordKey>();
        using FileStream file = AppendFile.Open(_path);
        using var source = new CsvFileStream(file);
        using CsvReader csv = CsvReaderFactory.Create(source);
        try
        {
            csv.ReadHeader();
            Scan(csv, (row, parser) => _ = !_recent.Covers(parser.CreatedAt) && older.Add(parser.GetKey(row)), cancellationToken);
        }
        catch (CsvFormatException e)
        {
            throw AppendFile.Damaged(_path, csv, e);
        }

        return older;
    }
}
