using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Cursor.AiCode.Credentials;
using Cursor.AiCode.Errors;
using Cursor.AiCode.Reporting;

namespace Cursor.AiCode.Commands;

/// <summary>Tests which endpoints the API key can access, and gives advice about errors.</summary>
[Cmdlet(VerbsDiagnostic.Test, "AiCodeConnection", HelpUri = OnlineHelp)]
[OutputType(typeof(AiCodeConnectionTest))]
public sealed class TestAiCodeConnectionCommand : AiCodeCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Uri address = ResolveBaseUri();
        ResolvedKey key;
        try
        {
            key = FindKey();
        }
        catch (ErrorRecordException e)
        {
            WriteObject(WithoutKey(address, e.Record));
            return;
        }

        using AiCodeClient client = CreateClient(MyInvocation.MyCommand.Name, address, key);
        (AiCodeKind Kind, AiCodeTransport Transport)[] endpoints =
        [
            (AiCodeKind.Change, AiCodeTransport.Json),
            (AiCodeKind.Commit, AiCodeTransport.Csv),
            (AiCodeKind.Change, AiCodeTransport.Csv),
        ];
        (AiCodeException? Commits, AiCodeException? CommitDetail) details;
        AiCodeException?[] others;
        try
        {
            // In parallel, because a host that doesn't respond delays each request.
            (details, others) = WaitOnPipelineThread(async token =>
            {
                Task<(AiCodeException?, AiCodeException?)> probe = client.ProbeCommitDetailAsync(token);
                AiCodeException?[] results = await Task.WhenAll(endpoints.Select(endpoint => client.ProbeAsync(endpoint.Kind, endpoint.Transport, token))).ConfigureAwait(false);
                return (await probe.ConfigureAwait(false), results);
            });
        }
        finally
        {
            CompleteProgress();
        }

        WriteObject(new AiCodeConnectionTest
        {
            BaseUri = address,
            KeySource = key.Source.ToString(),
            Commits = Result(details.Commits),
            Changes = Result(others[0]),
            CommitsCsv = Result(others[1]),
            ChangesCsv = Result(others[2]),
            CommitDetail = Result(details.CommitDetail),
            Advice = Advice(others.Prepend(details.Commits).Append(details.CommitDetail).OfType<AiCodeException>()),
        });
    }

    private static AiCodeConnectionTest WithoutKey(Uri address, ErrorRecord error) => new()
    {
        BaseUri = address,
        Commits = error.FullyQualifiedErrorId,
        Changes = error.FullyQualifiedErrorId,
        CommitsCsv = error.FullyQualifiedErrorId,
        ChangesCsv = error.FullyQualifiedErrorId,
        CommitDetail = error.FullyQualifiedErrorId,
        Advice = error.Exception.Message,
    };

    private static string Result(AiCodeException? problem) => problem?.Kind.ToString() ?? AiCodeConnectionTest.Ok;

    // Usually one cause affects all endpoints. Each cause is reported once, with its ID if there are several. Most teams have
    // no access to the details of commits, which isn't a fault.
    private static string Advice(IEnumerable<AiCodeException> problems)
    {
        var causes = problems.Where(static problem => problem.Kind != AiCodeErrorKind.DetailNotAvailable).GroupBy(static problem => problem.Kind, static problem => DisplayFormat.RemoveAddress(problem.Message, problem.RequestUri)).ToList();
        return causes.Count switch
        {
            0 => "Everything works.",
            1 => causes[0].First(),
            _ => string.Join(Environment.NewLine, causes.Select(static cause => $"{cause.Key}: {cause.First()}")),
        };
    }
}
