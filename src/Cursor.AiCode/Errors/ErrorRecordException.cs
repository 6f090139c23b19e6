using System;
using System.Management.Automation;

namespace Cursor.AiCode.Errors;

/// <summary>Carries an error record to the cmdlet, which throws it.</summary>
internal sealed class ErrorRecordException : Exception
{
    public ErrorRecordException(ErrorRecord record)
        : base(record.Exception.Message, record.Exception) => Record = record;

    /// <summary>The error record.</summary>
    public ErrorRecord Record { get; }
}
