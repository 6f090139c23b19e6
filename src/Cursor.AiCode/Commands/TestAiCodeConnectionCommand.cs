using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Cursor.AiCode.Credentials;
using Cursor.AiCode.Errors;
using Cursor.AiCode.Reporting;

namespace Cursor.AiCode.Commands;

/// <summary>Says what works for the key in use, and what to do about what does not.</summary>
[Cmdlet(VerbsDiagnostic.Test, "AiCodeConnection", HelpUri = OnlineHelp)]
[OutputType(typeof(AiCodeConnectionTest))]
public sealed class TestAiCodeConnectionCommand : AiCodeCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Uri address = Address();
        ResolvedKey key;
        try
        {
            key = FindKey();
        }
        catch (TerminatingException e)
        {
            WriteObject(WithoutKey(address, e.Record));
            return;
        }

        using AiCodeClient client = Connect(MyInvocation.MyCommand.Name, address, key);
        var problems = new List<AiCodeException>();
        string Probe(AiCodeKind kind, AiCodeTransport transport)
        {
            AiCodeException? problem = Await(token => client.ProbeAsync(kind, transport, token));
            if (problem is not null)
            {
                problems.Add(problem);
            }

            return problem?.Kind.ToString() ?? AiCodeConnectionTest.Ok;
        }

        var result = new AiCodeConnectionTest
        {
            BaseUri = address,
            KeySource = key.Source.ToString(),
            Commits = Probe(AiCodeKind.Commit, AiCodeTransport.Json),
            Changes = Probe(AiCodeKind.Change, AiCodeTransport.Json),
            CommitsCsv = Probe(AiCodeKind.Commit, AiCodeTransport.Csv),
            ChangesCsv = Probe(AiCodeKind.Change, AiCodeTransport.Csv),
        };
        CompleteProgress();
        WriteObject(result with { Advice = problems.Count == 0 ? "Everything works." : Advice(problems) });
    }

    private static AiCodeConnectionTest WithoutKey(Uri address, ErrorRecord error) => new()
    {
        BaseUri = address,
        Commits = error.FullyQualifiedErrorId,
        Changes = error.FullyQualifiedErrorId,
        CommitsCsv = error.FullyQualifiedErrorId,
        ChangesCsv = error.FullyQualifiedErrorId,
        Advice = error.Exception.Message,
    };

    // One cause as a rule breaks all endpoints: each is told once.
    private static string Advice(IEnumerable<AiCodeException> problems) =>
        string.Join(Environment.NewLine, problems.GroupBy(static problem => problem.Kind).Select(static same => ShortText.Without(same.First().Request, same.First().Message)));
}
