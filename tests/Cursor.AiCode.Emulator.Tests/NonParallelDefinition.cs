using Xunit;

namespace Cursor.AiCode.Emulator.Tests;

/// <summary>Tests that measure the whole process run alone.</summary>
[CollectionDefinition("non-parallel", DisableParallelization = true)]
public sealed class NonParallelDefinition;
