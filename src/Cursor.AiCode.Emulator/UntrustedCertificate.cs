using System;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cursor.AiCode.Emulator;

/// <summary>Creates certificates that clients must refuse. They exist only in memory.</summary>
internal static class UntrustedCertificate
{
    /// <summary>Creates a certificate.</summary>
    public static X509Certificate2 Create(TlsMode mode)
    {
        string host = mode == TlsMode.OtherHost ? "other-host.invalid" : "localhost";
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + host, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        if (mode == TlsMode.Untrusted)
        {
            names.AddIpAddress(IPAddress.Loopback);
        }

        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));

        // Windows can use the key in TLS only after an export and import.
        return new X509Certificate2(certificate.Export(X509ContentType.Pfx));
    }
}
