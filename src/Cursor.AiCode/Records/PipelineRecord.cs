using System;
using System.Management.Automation;
using Cursor.AiCode.Errors;

namespace Cursor.AiCode.Records;

/// <summary>Reads records from the pipeline.</summary>
internal static class PipelineRecord
{
    /// <summary>
    /// Returns the <see cref="AiCommit"/> or <see cref="AiCodeChange"/> that an object is, or that has its properties. A script
    /// can have replaced properties with <c>Add-Member</c>; their new values count, because they are what the pipeline shows.
    /// </summary>
    /// <exception cref="ErrorRecordException">The object isn't a record.</exception>
    public static object Read(PSObject? input)
    {
        switch (input?.BaseObject)
        {
            case null:
                throw new ErrorRecordException(ErrorRecords.NotARecord(input));
            case AiCommit commit when !ReplacedProperties.IsAny(input, commit):
            case AiCodeChange change when !ReplacedProperties.IsAny(input, change):
                return input.BaseObject;
        }

        try
        {
            return RecordConverter.Convert(input);
        }
        catch (FormatException e)
        {
            throw new ErrorRecordException(ErrorRecords.NotARecord(input, e.Message));
        }
    }
}
