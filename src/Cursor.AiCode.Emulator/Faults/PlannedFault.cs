using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Cursor.AiCode.Emulator.Api;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>A fault, where it is played, and how often.</summary>
internal sealed class PlannedFault
{
    private readonly string? _endpoint;
    private long _skip;
    private long _left;

    private PlannedFault(string spec, Fault fault, string? endpoint, long skip, long left)
    {
        Spec = spec;
        Fault = fault;
        _endpoint = endpoint;
        _skip = skip;
        _left = left;
    }

    /// <summary>The words it was planned with.</summary>
    public string Spec { get; }

    /// <summary>What it does.</summary>
    public Fault Fault { get; }

    /// <summary>
    /// Reads <c>name[:argument][:count[+skip]][@endpoint]</c>. Without a count it is played on every
    /// request; <c>+skip</c> lets so many pass first.
    /// </summary>
    /// <exception cref="FormatException">The words are not right.</exception>
    public static PlannedFault Parse(string spec)
    {
        string[] halves = spec.Split('@', 2);
        string? endpoint = halves.Length > 1 ? halves[1] : null;
        if (endpoint is not null && !ApiEndpoint.All.Any(e => e.Name == endpoint))
        {
            throw new FormatException("'" + endpoint + "' is no endpoint. They are " + string.Join(", ", ApiEndpoint.All.Select(e => e.Name)) + ".");
        }

        string[] parts = Split(halves[0]);
        FaultKind kind = FaultCatalog.Find(parts[0])
            ?? throw new FormatException("'" + parts[0] + "' is no fault. They are " + string.Join(", ", FaultCatalog.All.Select(k => k.Name)) + ".");
        int used = 1;
        string? argument = null;
        if (kind.Argument is not null && parts.Length > used && kind.AcceptsArgument(parts[used]))
        {
            argument = parts[used++];
        }

        (long left, long skip) = parts.Length > used ? Count(parts[used++], spec) : (long.MaxValue, 0);
        if (parts.Length > used)
        {
            throw InvalidSpec(spec);
        }

        return new PlannedFault(spec, kind.Make(argument), endpoint, skip, left);
    }

    /// <summary>Whether it is to be played on this request; counts it.</summary>
    public bool TryPlayFor(ApiEndpoint endpoint)
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

    /// <summary>Splits at colons; an address with a slash after its host is one word, whatever colons it has.</summary>
    private static string[] Split(string text)
    {
        Match address = Regex.Match(text, "^(?<name>[a-z-]+):(?<address>[a-z]+://[^/]*/.*?)(:(?<count>[0-9]+(\\+[0-9]+)?))?$");
        return address.Success
            ? address.Groups["count"].Success
                ? [address.Groups["name"].Value, address.Groups["address"].Value, address.Groups["count"].Value]
                : [address.Groups["name"].Value, address.Groups["address"].Value]
            : text.Split(':');
    }

    private static (long Left, long Skip) Count(string text, string spec)
    {
        string[] parts = text.Split('+');
        return parts.Length <= 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long left)
            && long.TryParse(parts.Length > 1 ? parts[1] : "0", NumberStyles.None, CultureInfo.InvariantCulture, out long skip)
                ? (left, skip)
                : throw InvalidSpec(spec);
    }

    private static FormatException InvalidSpec(string spec) =>
        new("'" + spec + "' is not a fault in the form name[:argument][:count[+skip]][@endpoint].");
}
