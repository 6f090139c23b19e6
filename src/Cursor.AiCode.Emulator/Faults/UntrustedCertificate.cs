using System;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>Makes certificates that clients must refuse. They live as long as the server and are stored nowhere.</summary>
internal static class UntrustedCertificate
{
    /// <summary>Makes one.</summary>
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
        using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));

        // Windows serves only a key that has been through a file format.
        return new X509Certificate2(made.Export(X509ContentType.Pfx));
    }
}
