using System;

namespace Cursor.AiCode;

/// <summary>
/// What makes a record one of its own, as a hash of 128 bits: for a commit its hash, branch, repository, user and
/// <c>createdAt</c>, for a change its id.
/// </summary>
internal readonly record struct RecordKey(ulong High, ulong Low);
