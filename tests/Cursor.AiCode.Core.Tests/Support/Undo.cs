using System;

namespace Cursor.AiCode.Tests.Support;

/// <summary>Runs an action when it is disposed.</summary>
internal sealed class Undo(Action action) : IDisposable
{
    public void Dispose() => action();
}
