using System;
using System.Collections.Generic;
using System.Linq;
using Cursor.AiCode.Emulator.Api;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>The faults that are still to be played, in order. At each request at most one is.</summary>
internal sealed class FaultPlan
{
    private readonly object _lock = new();
    private readonly List<PlannedFault> _planned;

    /// <summary>Plans faults from their words.</summary>
    /// <exception cref="FormatException">A fault is not known, or its words are not right.</exception>
    public FaultPlan(IEnumerable<string> specs) => _planned = specs.Select(PlannedFault.Parse).ToList();

    /// <summary>Adds a fault after the others.</summary>
    public void Add(string spec)
    {
        lock (_lock)
        {
            _planned.Add(PlannedFault.Parse(spec));
        }
    }

    /// <summary>Drops all: from now on the server behaves.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _planned.Clear();
        }
    }

    /// <summary>The fault for a request to an endpoint, or null.</summary>
    public PlannedFault? Next(ApiEndpoint endpoint)
    {
        lock (_lock)
        {
            return _planned.FirstOrDefault(f => f.TryPlayFor(endpoint));
        }
    }
}
