using System;
using System.IO;
using System.IO.Compression;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Export;
using Cursor.AiCode.IO;

namespace Cursor.AiCode.Dataset;

/// <summary>
/// A CSV file of one day, which can be compressed. A compressor takes memory, so it ends if other days need it. Rows that
/// arrive later for this day are then collected uncompressed, because not all programs read a gzip file of several members.
/// </summary>
internal sealed class CsvDayFile : DayFile<RowBatch>
{
    // The window and the hash tables of zlib.
    private const long CompressorBytes = 256 * 1024;
    private const int CopyBufferLength = 128 * 1024;

    private readonly DatasetFolder _folder;
    private readonly DateTime _day;
    private readonly byte[] _header;
    private readonly bool _isCompressed;
    private bool _hasHeader;
    private GZipStream? _compressor;
    private bool _isCollected;

    public CsvDayFile(DatasetFolder folder, DateTime day, byte[] header, bool isCompressed)
        : base(folder, day)
    {
        _folder = folder;
        _day = day;
        _isCompressed = isCompressed;
        _header = header;
        _compressor = isCompressed ? Compress(File.Stream) : null;
    }

    public override long BufferedBytes => _compressor is null ? 0 : CompressorBytes;

    private Stream Target => (Stream?)_compressor ?? File.Stream;

    public override Task WriteAsync(RowBatch batch, int first, int count, CancellationToken cancellationToken)
    {
        if (_isCompressed && !_isCollected && _compressor is null)
        {
            CollectUncompressed();
        }

        if (!_hasHeader)
        {
            _hasHeader = true;
            Target.Write(_header, 0, _header.Length);
        }

        batch.WriteTo(Target, first, count);
        return Task.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        _compressor?.Dispose();
        _compressor = null;
        return Task.CompletedTask;
    }

    public override Task FinishAsync(CancellationToken cancellationToken)
    {
        if (_isCollected)
        {
            using AtomicFile rows = File;
            File = _folder.CreateFile(_day);
            using FileStream source = OpenRead(rows);
            _compressor = Compress(File.Stream);
            source.CopyTo(_compressor, CopyBufferLength);
        }

        _ = FlushAsync(cancellationToken);
        Length = File.Stream.Length;
        return Task.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            try
            {
                _compressor?.Dispose();
            }
            catch (IOException)
            {
                // The disk is full. The temporary file is deleted anyway.
            }
        }

        base.Dispose(disposing);
    }

    private static GZipStream Compress(Stream stream) => new(stream, CompressionLevel.Fastest, leaveOpen: true);

    private static FileStream OpenRead(AtomicFile file)
    {
        file.Stream.Flush();
        return new FileStream(file.TemporaryPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, CopyBufferLength);
    }

    private void CollectUncompressed()
    {
        using AtomicFile compressed = File;
        File = _folder.CreateFile(_day);
        using var source = new GZipStream(OpenRead(compressed), CompressionMode.Decompress);
        source.CopyTo(File.Stream, CopyBufferLength);
        _isCollected = true;
    }
}
