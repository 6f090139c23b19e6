using System;

namespace Cursor.AiCode.Tests.Support;

/// <summary>Takes something back when it goes.</summary>
internal sealed class Undo(Action action) : IDisposable
{
    public void Dispose() => action();
}
