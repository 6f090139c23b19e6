using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Cursor.AiCode.Emulator.Api;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>The faults that are still to be played, in order. At most one is played on a request.</summary>
internal sealed class FaultPlan
{
    private readonly object _lock = new();
    private readonly List<PlannedFault> _planned;

    /// <summary>Plans faults.</summary>
    /// <exception cref="FormatException">A fault is unknown or invalid.</exception>
    public FaultPlan(IEnumerable<string> specs) => _planned = specs.Select(PlannedFault.Parse).ToList();

    /// <summary>Adds a fault after the others.</summary>
    /// <exception cref="FormatException">The fault is unknown or invalid.</exception>
    public void Add(string spec)
    {
        lock (_lock)
        {
            _planned.Add(PlannedFault.Parse(spec));
        }
    }

    /// <summary>Removes all faults.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _planned.Clear();
        }
    }

    /// <summary>Returns the fault to play on a request to an endpoint, or null.</summary>
    public PlannedFault? Next(ApiEndpoint endpoint)
    {
        lock (_lock)
        {
            return _planned.FirstOrDefault(f => f.TryPlay(endpoint));
        }
    }
}

/// <summary>A fault, the endpoint it is for, and how often it is played.</summary>
internal sealed class PlannedFault
{
    private readonly string? _endpoint;
    private long _skip;
    private long _left;

    private PlannedFault(string spec, Fault fault, string? endpoint, (long Count, long Skip) times)
    {
        Spec = spec;
        Fault = fault;
        _endpoint = endpoint;
        (_left, _skip) = times;
    }

    /// <summary>The text that the fault was parsed from.</summary>
    public string Spec { get; }

    /// <summary>The fault.</summary>
    public Fault Fault { get; }

    /// <summary>
    /// Parses <c>name[:argument][:count[+skip]][@endpoint]</c>. Without a count, the fault is played on every request;
    /// <c>+skip</c> lets so many requests succeed first.
    /// </summary>
    /// <exception cref="FormatException">The text is invalid.</exception>
    public static PlannedFault Parse(string spec)
    {
        string[] halves = spec.Split('@', 2);
        string? endpoint = halves.Length > 1 ? halves[1] : null;
        if (endpoint is not null && !ApiEndpoint.All.Any(e => e.Name == endpoint))
        {
            throw Unknown("endpoint", endpoint, ApiEndpoint.All.Select(e => e.Name));
        }

        Queue<string> parts = Split(halves[0]);
        string name = parts.Dequeue();
        FaultKind kind = FaultCatalog.Find(name) ?? throw Unknown("fault", name, FaultCatalog.All.Select(k => k.Name));
        bool hasArgument = kind.Argument is not null && parts.Count > 0 && kind.IsArgument(parts.Peek());
        string? argument = hasArgument ? parts.Dequeue() : null;
        (long, long) times = parts.Count > 0 ? ParseCount(parts.Dequeue(), spec) : (long.MaxValue, 0);
        return parts.Count == 0 ? new PlannedFault(spec, kind.Create(argument), endpoint, times) : throw Invalid(spec);
    }

    /// <summary>Returns whether the fault is to be played on a request, and counts it.</summary>
    public bool TryPlay(ApiEndpoint endpoint)
    {
        if (_left <= 0 || (_endpoint is not null && _endpoint != endpoint.Name) || !Fault.AppliesTo(endpoint))
        {
            return false;
        }

        if (_skip > 0)
        {
            _skip--;
            return false;
        }

        _left--;
        return true;
    }

    // Splits at colons, except those of an address, which has a slash after its host.
    private static Queue<string> Split(string text)
    {
        Match match = Regex.Match(text, "^([a-z-]+):([a-z]+://[^/]*/.*?)(?::([0-9]+(?:\\+[0-9]+)?))?$");
        return new Queue<string>(match.Success
            ? match.Groups.Values.Skip(1).Where(group => group.Success).Select(group => group.Value)
            : text.Split(':'));
    }

    private static (long Count, long Skip) ParseCount(string text, string spec)
    {
        string[] parts = text.Split('+');
        return parts.Length <= 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            && long.TryParse(parts.Length > 1 ? parts[1] : "0", NumberStyles.None, CultureInfo.InvariantCulture, out long skip)
                ? (count, skip)
                : throw Invalid(spec);
    }

    private static FormatException Unknown(string kind, string name, IEnumerable<string> known) =>
        new("'" + name + "' is not a known " + kind + ". Use one of " + string.Join(", ", known) + ".");

    private static FormatException Invalid(string spec) =>
        new("'" + spec + "' is not a fault in the form name[:argument][:count[+skip]][@endpoint].");
}
