using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using CsvHelper;
using Cursor.AiCode.Http;
using Cursor.AiCode.Polyfills;
using Cursor.AiCode.Serialization.Csv;
using Cursor.AiCode.Serialization.Json;

namespace Cursor.AiCode.Retrieval;

/// <summary>Parses a CSV response into batches while it is received, and verifies it up to its last byte.</summary>
internal sealed class CsvResponseReader<TBatch> : IDisposable
    where TBatch : RecordBatch
{
    // So many large records can be in memory at the same time that a batch must not be 512 of them.
    private const int MaxBatchBytes = 4 * 1024 * 1024;

    private readonly ApiResponse _response;
    private readonly RecordSink<TBatch> _sink;
    private readonly CsvReader _csv;
    private readonly CancellationToken _cancellationToken;
    private bool _headerRead;
    private CsvFormatException? _blankLine;

    public CsvResponseReader(ApiResponse response, RecordSink<TBatch> sink, CancellationToken cancellationToken)
    {
        _response = response;
        _sink = sink;
        _csv = CsvReaderFactory.CreateForResponse(response.Body);
        _cancellationToken = cancellationToken;
    }

    /// <summary>The number of records parsed so far.</summary>
    public long RecordCount => _csv.RowNumber;

    public void Dispose() => _csv.Dispose();

    /// <summary>Returns the next records; null at the end.</summary>
    /// <exception cref="AiCodeException">The response is not complete, or not the documented CSV.</exception>
    public async Task<TBatch?> ReadAsync()
    {
        try
        {
            if (!_headerRead)
            {
                await ReadHeaderAsync().ConfigureAwait(false);
                _headerRead = true;
            }

            TBatch batch = _sink.NewBatch();
            long start = _csv.ByteOffset;
            while (batch.Count < RecordBatch.DefaultBatchSize && _csv.ByteOffset - start < MaxBatchBytes && await _csv.ReadAsync(_cancellationToken).ConfigureAwait(false))
            {
                if (IsRecord())
                {
                    AddRow(batch);
                }
            }

            // Before the last records are returned: a truncated record can be mistaken for another one.
            if (_response.Body.Ended)
            {
                VerifyEnd();
            }

            return batch.Count > 0 ? batch : null;
        }
        catch (CsvFormatException e)
        {
            throw Explain(e);
        }
    }

    // Blank lines at the end are no records. Elsewhere, one is a row with a wrong number of fields.
    private bool IsRecord()
    {
        if (_csv.FieldCount == _csv.Headers.Count && _blankLine is null)
        {
            return true;
        }

        bool isBlank = _csv.FieldCount == 1 && _csv.GetSpan(0).IsEmpty;
        _blankLine ??= new CsvFormatException(
            $"It has {_csv.FieldCount} fields but {_csv.Headers.Count} were expected.", _csv.RowNumber + 1, _csv.ByteOffset + _csv.RawRecord.Length);
        return isBlank ? false : throw _blankLine;
    }

    private void AddRow(TBatch batch)
    {
        if (!_csv.RawRecord.IsUtf8())
        {
            throw Invalid($"Record {_csv.RowNumber} after the header, at byte {_csv.ByteOffset}, isn't UTF-8");
        }

        CsvReaderFactory.VerifySize(_csv, _sink.Kind);
        _sink.AddRow(batch, _csv);
    }

    private async Task ReadHeaderAsync()
    {
        await _csv.ReadHeaderAsync(_cancellationToken).ConfigureAwait(false);
        if (_response.Body.BytesRead == 0)
        {
            throw _response.CreateException(AiCodeErrorKind.UnexpectedAnswer, "The response is empty and has no header", transient: true);
        }

        if (!HasCsvMediaType || CsvColumns.IndexOf(_csv.Headers, CsvColumns.Of(_sink.Kind)[0].Name) < 0)
        {
            throw NotCsv();
        }

        if (EndsInHeader)
        {
            throw _response.CreateException(AiCodeErrorKind.IncompleteAnswer, "The CSV response ends inside its header", transient: true);
        }

        // The replacement character for an invalid byte would otherwise become part of a column's name.
        if (_csv.Headers.Any(static name => name.IndexOf('\uFFFD') >= 0))
        {
            throw Invalid("The header of the CSV response isn't UTF-8");
        }

        if (CsvReaderFactory.GetHeaderError(_csv.Headers, _sink.Kind) is { } error)
        {
            throw Invalid("The header of the CSV response isn't valid. " + error.TrimEnd('.'));
        }

        bool usesCarriageReturn = _response.Body.UsesCarriageReturn ?? false;
        _sink.BeginCsv(_csv, usesCarriageReturn ? CsvFileFormat.StandardNewLine : "\n", RawHeader());
    }

    // The header as it was received, unless it is longer than the kept start of the body, or contains a line break in quotes.
    private byte[]? RawHeader()
    {
        ReadOnlySpan<byte> start = _response.Body.Start.Span;
        int length = start.IndexOf((byte)'\n') + 1;
        if (length == 0)
        {
            return null;
        }

        ReadOnlySpan<byte> header = start.Slice(0, length);
        header = header.StartsWith("\uFEFF"u8) ? header.Slice(3) : header;
        int quotes = 0;
        foreach (byte b in header)
        {
            quotes += b == '"' ? 1 : 0;
        }

        return quotes % 2 == 0 ? header.ToArray() : null;
    }

    // A body of the specified length, or with a last chunk, can still be incomplete, and a record that was truncated
    // inside its last field is well formed. Only the missing line break shows it.
    private void VerifyEnd()
    {
        if (_response.Body.LastByte is not ((byte)'\n' or (byte)'\r'))
        {
            throw _response.CreateException(AiCodeErrorKind.IncompleteAnswer, "The CSV response ends without a line break, so its last record may be truncated", transient: true);
        }
    }

    private bool HasCsvMediaType => _response.MediaType is not { } type || type.IndexOf("csv", StringComparison.OrdinalIgnoreCase) >= 0 ||
        type is "text/plain" or "application/octet-stream";

    private bool EndsInHeader =>
        _response.Body.Ended && _response.Body.UsesCarriageReturn is null && _response.Body.LastByte != '\r';

    // The body is quoted only if it is a message rather than data.
    private AiCodeException NotCsv()
    {
        ReadOnlySpan<byte> start = _response.Body.Start.Span;
        string detail = ServiceMessage.IsIn(start)
            ? _response.MessageIn(LoneSurrogates.Replace(start).ToArray())
            : $"The column '{CsvColumns.Of(_sink.Kind)[0].Name}' is missing";
        return _response.CreateException(
            AiCodeErrorKind.UnexpectedAnswer,
            $"The response isn't the requested CSV ({_response.MediaType ?? "no content type"}): {detail}",
            transient: HasCsvMediaType && EndsInHeader);
    }

    private AiCodeException Explain(CsvFormatException e)
    {
        if (!_headerRead)
        {
            return NotCsv();
        }

        // A record that is malformed at the very end of the body was most likely truncated, even after a line break in a message.
        bool atEnd = _response.Body.Ended &&
            (_response.Body.LastByte is not ((byte)'\n' or (byte)'\r') || e.ByteOffset >= _response.Body.BytesRead);
        return atEnd
            ? _response.CreateException(AiCodeErrorKind.IncompleteAnswer, "The CSV response ends inside a record", transient: true)
            : Invalid(CsvReaderFactory.Describe(e, _csv.Headers).TrimEnd('.'));
    }

    private AiCodeException Invalid(string message) => _response.CreateException(AiCodeErrorKind.InvalidData, message);
}
