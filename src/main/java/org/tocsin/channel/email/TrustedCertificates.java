package org.tocsin.channel.email;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Whose signature on a mail server's certificate counts. */
public final class TrustedCertificates {

    private TrustedCertificates() {}

    /**
     * TLS that trusts the certificates of a PEM file and no others, or the platform's when there is none.
     *
     * @throws IllegalStateException when the file holds no certificate
     */
    public static SSLSocketFactory socketFactory(Optional<String> pemFile) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    null, pemFile.isPresent() ? trusting(Path.of(pemFile.get())).getTrustManagers() : null, null);
            return context.getSocketFactory();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no certificate can be read from a trust-certificate", e);
        }
    }

    private static TrustManagerFactory trusting(Path pemFile) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(pemFile)) {
            int count = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("trusted-" + count++, certificate);
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust;
    }
}
