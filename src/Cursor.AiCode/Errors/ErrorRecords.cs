using System;
using System.Management.Automation;
using System.Text.RegularExpressions;
using Cursor.AiCode.Parameters;

namespace Cursor.AiCode.Errors;

/// <summary>Creates the error records of the module. Each has a stable ID, a category, a target, and a message with advice.</summary>
internal static class ErrorRecords
{
    /// <summary>Creates the error record of an exception of the client, whose kind is the ID.</summary>
    public static ErrorRecord From(AiCodeException e, object? target) =>
        new(e, e.Kind.ToString(), CategoryOf(e.Kind), (object?)e.RequestUri ?? target);

    /// <summary>The end of the date range is before its start.</summary>
    public static ErrorRecord StartAfterEnd(AiCodeDate start, AiCodeDate end) => new(
        new ParameterBindingException(Text($"-StartDate ({start}) is later than -EndDate ({end}). Valid values for both: a DateTime or DateTimeOffset, {AiCodeDate.AcceptedForms}.")),
        "StartAfterEnd",
        ErrorCategory.InvalidArgument,
        start);

    /// <summary>The start of the date range is before the API existed.</summary>
    public static ErrorRecord StartTooEarly(AiCodeDate start, int firstYear) => new(
        new ParameterBindingException($"-StartDate ({start}) is before {firstYear}, and the API has no data from that time. Specify a year of the Gregorian calendar, such as 2025-07-30."),
        "StartTooEarly",
        ErrorCategory.InvalidArgument,
        start);

    /// <summary>The date range is longer than any data that the API can have.</summary>
    public static ErrorRecord RangeTooLong(AiCodeDate end, int maxYears) => new(
        new ParameterBindingException($"The date range to -EndDate ({end}) is longer than {maxYears} years. Specify a year of the Gregorian calendar, such as 2025-07-30, or request several shorter ranges."),
        "RangeTooLong",
        ErrorCategory.InvalidArgument,
        end);

    /// <summary>The user is blank.</summary>
    public static ErrorRecord BlankUser() => new(
        new ParameterBindingException($"The value of -User is blank. Valid values: {UserText.Forms}. To get the records of all users, omit -User."),
        "ParameterArgumentValidationError",
        ErrorCategory.InvalidData,
        null);

    /// <summary>The API doesn't know a commit.</summary>
    public static ErrorRecord CommitNotFound(string hash, string? branch) => new(
        new ItemNotFoundException(Text($"The API has no details of the commit '{hash}'{(branch is null ? "" : $" on the branch '{branch}'")}. Check that the hash is complete. Only commits that Cursor tracks have details.")),
        "CommitNotFound",
        ErrorCategory.ObjectNotFound,
        hash);

    /// <summary>The API key must not be sent to the address. Credentials in it, which may be the key, aren't shown.</summary>
    public static ErrorRecord InvalidBaseUri(string address, string reason)
    {
        string shown = Regex.Replace(address, "[^/]*@", "***@");
        return new(
            new ArgumentException(Text($"The address '{shown}', from -BaseUri or CURSOR_API_BASEURI, can't be used. {reason}")),
            "InvalidBaseUri",
            ErrorCategory.InvalidArgument,
            shown);
    }

    /// <summary>No source contains an API key.</summary>
    public static ErrorRecord NoApiKey() => new(
        new InvalidOperationException(
            """
            There is no API key. Provide it in one of these ways:
              once:            -ApiKey (Read-Host -AsSecureString 'Cursor API key')
              from a vault:    Set-Secret -Name CursorApiKey -Secret (Read-Host -AsSecureString 'Cursor API key')   # this name is the default; for others use -SecretName NAME [-Vault VAULT]
              for a process:   $env:CURSOR_API_KEY = 'key_...'
            A team admin creates the key in the Cursor dashboard, under Settings.
            """),
        "NoApiKey",
        ErrorCategory.AuthenticationError,
        null);

    /// <summary>The API key is empty.</summary>
    public static ErrorRecord EmptyApiKey(string location) => new(
        new ArgumentException(Text($"The API key in {location} is empty. Specify the key there, or remove it to use another source.")),
        "EmptyApiKey",
        ErrorCategory.InvalidArgument,
        location);

    /// <summary>A secret is specified, but SecretManagement isn't installed.</summary>
    public static ErrorRecord SecretManagementMissing(string name) => new(
        new InvalidOperationException(Text($"The secret '{name}' can't be read, because SecretManagement isn't installed. Install it and a vault: Install-PSResource Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore")),
        "SecretManagementMissing",
        ErrorCategory.NotInstalled,
        name);

    /// <summary>There is no secret of this name.</summary>
    public static ErrorRecord SecretNotFound(string name, string? vault) => new(
        new ItemNotFoundException(Text($"There is no secret '{name}' in {DescribeVault(vault)}. Create it: Set-Secret -Name '{name}' -Secret (Read-Host -AsSecureString 'Cursor API key'). Vaults belong to a user account. A scheduled task can access only those of the account that it runs as.")),
        "SecretNotFound",
        ErrorCategory.ObjectNotFound,
        name);

    /// <summary>There is no vault of this name.</summary>
    public static ErrorRecord VaultNotFound(string? vault) => new(
        new ItemNotFoundException(Text($"There is no vault '{vault}'. Get-SecretVault lists the vaults of this account. Register-SecretVault adds a vault.")),
        "VaultNotFound",
        ErrorCategory.ObjectNotFound,
        vault);

    /// <summary>The type of the secret isn't valid for a key.</summary>
    public static ErrorRecord SecretOfWrongType(string name, Type type) => new(
        new InvalidOperationException(Text($"The secret '{name}' is of type {type.Name}. The key must be a SecureString, a string, or the password of a PSCredential: Set-Secret -Name '{name}' -Secret (Read-Host -AsSecureString 'Cursor API key')")),
        "SecretOfWrongType",
        ErrorCategory.InvalidType,
        name);

    /// <summary>The vault requires a password, and the session can't prompt.</summary>
    public static ErrorRecord VaultLocked(string name, string? vault, Exception e) => new(
        new InvalidOperationException(Text($"The secret '{name}' can't be read: {(vault is null ? "a registered vault" : DescribeVault(vault))} is locked, and this session can't prompt for its password. Unlock it first (Unlock-SecretStore -Password $password). For an account that only runs tasks, you can reset the store to one without a password, which deletes its secrets: Reset-SecretStore -Authentication None -Interaction None -Force"), e),
        "VaultLocked",
        ErrorCategory.AuthenticationError,
        name);

    /// <summary>The session can prompt, but the vault got no valid password.</summary>
    public static ErrorRecord WrongVaultPassword(string name, string? vault, Exception e) => new(
        new InvalidOperationException(Text($"The secret '{name}' can't be read: the password that was entered for {(vault is null ? "a registered vault" : DescribeVault(vault))} is wrong, or the vault isn't configured to prompt. Run the command again, or unlock the vault first with Unlock-SecretStore."), e),
        "WrongVaultPassword",
        ErrorCategory.AuthenticationError,
        name);

    /// <summary>The vault failed.</summary>
    public static ErrorRecord VaultFailed(string name, string? vault, Exception e) => new(
        new InvalidOperationException(Text($"The secret '{name}' can't be read from {DescribeVault(vault)}: {e.Message} Run Get-Secret -Name '{name}' and Test-SecretVault to find the cause."), e),
        "VaultFailed",
        ErrorCategory.ResourceUnavailable,
        name);

    /// <summary>The path contains wildcards.</summary>
    public static ErrorRecord WildcardPath(string path) => new(
        new ArgumentException(Text($"'{path}' contains wildcards, which aren't supported. Use -LiteralPath if these characters are part of the name.")),
        "WildcardPath",
        ErrorCategory.InvalidArgument,
        path);

    /// <summary>The path isn't in the file system.</summary>
    public static ErrorRecord NotFileSystem(string path, string provider) => new(
        new ArgumentException(Text($"'{path}' is a path of the provider {provider}. Specify a path in the file system.")),
        "NotFileSystem",
        ErrorCategory.InvalidArgument,
        path);

    /// <summary><c>-Kind</c> is combined with objects from the pipeline.</summary>
    public static ErrorRecord KindWithInput() => new(
        new ParameterBindingException("-Kind gets the records from the API and can't be combined with objects from the pipeline. Omit -Kind to write the objects from the pipeline."),
        "KindWithInput",
        ErrorCategory.InvalidArgument,
        null);

    /// <summary>The object isn't a record.</summary>
    public static ErrorRecord NotARecord(object? input, string reason = "") => new(
        new ArgumentException(Text($"An object of type {TypeName(input)} isn't a commit or a change. {reason}{(reason.Length > 0 ? " " : "")}Valid objects: AiCommit objects from Get-AiCommit, AiCodeChange objects from Get-AiCodeChange without -ExpandFile, and objects with all of their properties, such as rows of Import-Csv.")),
        "NotARecord",
        ErrorCategory.InvalidType,
        input);

    /// <summary>The pipeline contains records of both kinds.</summary>
    public static ErrorRecord MixedRecords(AiCodeKind kind, object? input) => new(
        new ArgumentException(Text($"The file contains {kind} records. A file can contain only one kind of record. Write the others to another file.")),
        "MixedRecords",
        ErrorCategory.InvalidType,
        input);

    /// <summary>A command before the cmdlet in its pipeline reported an error, so records can be missing.</summary>
    public static ErrorRecord UpstreamError(string path, ErrorRecord first) => new(
        new InvalidOperationException(Text($"'{path}' is unchanged, because a command before this one in the pipeline reported an error, so records can be missing: {first.Exception?.Message} Fix the cause. To write the records anyway, store them in a variable first, and pipe the variable to this command."), first.Exception),
        "UpstreamError",
        ErrorCategory.InvalidResult,
        path);

    /// <summary>The records to summarize have no source, or several.</summary>
    public static ErrorRecord NotOneSource() => new(
        new ParameterBindingException("Specify the records in one of these ways: pipe AiCommit or AiCodeChange objects to the command, use -Path for exported files, or -Kind to get them from the API."),
        "NotOneSource",
        ErrorCategory.InvalidArgument,
        null);

    /// <summary>A parameter is specified that only applies to records from the API.</summary>
    public static ErrorRecord ParameterNeedsKind(string name) => new(
        new ParameterBindingException($"-{name} selects records of the API, so it requires -Kind. Use Where-Object to select records from the pipeline."),
        "ParameterNeedsKind",
        ErrorCategory.InvalidArgument,
        name);

    /// <summary>The records of a report come from files and from the pipeline.</summary>
    public static ErrorRecord NotOneReportSource() => new(
        new ParameterBindingException("-InputPath can't be combined with objects from the pipeline. Specify the records in one of these ways: pipe AiCommit and AiCodeChange objects to the command, use -InputPath for exported files, or neither to get them from the API."),
        "NotOneSource",
        ErrorCategory.InvalidArgument,
        null);

    /// <summary>A parameter is specified that only applies to records from the API.</summary>
    public static ErrorRecord ParameterNeedsApi(string name) => new(
        new ParameterBindingException($"-{name} selects records of the API, so it can't be combined with -InputPath or with objects from the pipeline."),
        "ParameterNeedsApi",
        ErrorCategory.InvalidArgument,
        name);

    /// <summary>The records can't be grouped as requested.</summary>
    public static ErrorRecord InvalidGrouping(string error, object? by) => new(
        new ParameterBindingException(error),
        "InvalidGrouping",
        ErrorCategory.InvalidArgument,
        by);

    /// <summary>Records of both kinds are summarized together.</summary>
    public static ErrorRecord MixedSummary(AiCodeKind kind, object? input) => new(
        new ArgumentException($"The first records are {kind} records. A summary can contain only one kind of record. Summarize the others separately."),
        "MixedRecords",
        ErrorCategory.InvalidType,
        input);

    /// <summary>An item of the list of teams has no user or no team.</summary>
    public static ErrorRecord InvalidTeam(string problem, object? item) => new(
        new ArgumentException(Text($"{problem} An item of -Team needs a property Team, and one of {UserRow.Properties}. To rename a property, use Select-Object, such as: Select-Object Mail, @{{ n = 'Team'; e = 'Department' }}")),
        "InvalidTeam",
        ErrorCategory.InvalidArgument,
        item);

    /// <summary>The list of teams has a user in two teams.</summary>
    public static ErrorRecord UserInTwoTeams(string user, string team, string otherTeam) => new(
        new ArgumentException(Text($"The user '{user}' is in two teams, '{team}' and '{otherTeam}'. A user can be in only one.")),
        "UserInTwoTeams",
        ErrorCategory.InvalidArgument,
        user);

    /// <summary>Parquet files are requested in Windows PowerShell.</summary>
    public static ErrorRecord ParquetNotSupported() => new(
        new PlatformNotSupportedException("Parquet files require PowerShell 7. In Windows PowerShell, use -Format Csv, with -Compress for smaller files."),
        "ParquetNotSupported",
        ErrorCategory.NotImplemented,
        AiCodeDatasetFormat.Parquet);

    /// <summary><c>-Compress</c> is combined with Parquet files.</summary>
    public static ErrorRecord CompressWithParquet() => new(
        new ParameterBindingException("-Compress compresses CSV files. Parquet files are always compressed. Omit -Compress, or use -Format Csv."),
        "CompressWithParquet",
        ErrorCategory.InvalidArgument,
        AiCodeDatasetFormat.Parquet);

    // Names, addresses and messages of others can contain characters that control the terminal.
    private static string Text(string message) => DisplayText.Clean(message);

    // A deserialized object has the name of its original type.
    private static string TypeName(object? input) => input switch
    {
        null => "null",
        PSObject { BaseObject: PSCustomObject } custom => custom.TypeNames[0],
        PSObject wrapped => TypeName(wrapped.BaseObject),
        _ => input.GetType().FullName!,
    };

    private static string DescribeVault(string? vault) => vault is null ? "the registered vaults" : $"the vault '{vault}'";

    private static ErrorCategory CategoryOf(AiCodeErrorKind kind) => kind switch
    {
        AiCodeErrorKind.InvalidApiKey or AiCodeErrorKind.UserApiKey or AiCodeErrorKind.ProxyRefused => ErrorCategory.AuthenticationError,
        AiCodeErrorKind.NotEnterprise or AiCodeErrorKind.MissingScope or AiCodeErrorKind.AccessDenied or AiCodeErrorKind.DetailNotAvailable => ErrorCategory.PermissionDenied,
        AiCodeErrorKind.NotFound or AiCodeErrorKind.FolderNotFound or AiCodeErrorKind.FileNotFound => ErrorCategory.ObjectNotFound,
        AiCodeErrorKind.BadRequest or AiCodeErrorKind.PathIsFolder or AiCodeErrorKind.PathIsFile => ErrorCategory.InvalidArgument,
        AiCodeErrorKind.RateLimited => ErrorCategory.LimitsExceeded,
        AiCodeErrorKind.ServerError => ErrorCategory.ResourceUnavailable,
        AiCodeErrorKind.Unreachable or AiCodeErrorKind.ConnectionLost => ErrorCategory.ConnectionError,
        AiCodeErrorKind.UntrustedCertificate or AiCodeErrorKind.RedirectRefused => ErrorCategory.SecurityError,
        AiCodeErrorKind.Timeout => ErrorCategory.OperationTimeout,
        AiCodeErrorKind.IncompleteAnswer or AiCodeErrorKind.UnexpectedAnswer => ErrorCategory.ProtocolError,
        AiCodeErrorKind.InvalidData or AiCodeErrorKind.InvalidFile => ErrorCategory.InvalidData,
        AiCodeErrorKind.CountMismatch or AiCodeErrorKind.DataChanged => ErrorCategory.InvalidResult,
        AiCodeErrorKind.FileExists or AiCodeErrorKind.DatasetMismatch => ErrorCategory.ResourceExists,
        AiCodeErrorKind.FileReadOnly => ErrorCategory.PermissionDenied,
        AiCodeErrorKind.FileNotWritable => ErrorCategory.WriteError,
        AiCodeErrorKind.FileNotReadable => ErrorCategory.ReadError,
        _ => ErrorCategory.NotSpecified,
    };
}
