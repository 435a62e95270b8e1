package org.tocsin.receipt.ses;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The certificates that Amazon SNS signs with, each fetched once. That one is Amazon's is told by the address that it was fetched
 * from, whose host has proved its name.
 */
final class SnsCertificates {

    // Amazon changes its certificate about once a year, and each region has its own.
    private static final int KEPT = 50;
    private static final Duration KEPT_FOR = Duration.ofDays(1);
    // Whoever knows a topic's name can name any number of certificates that are not there.
    private static final int FETCHED_AT_ONCE = 2;

    private final Cache<URI, X509Certificate> known =
            Caffeine.newBuilder().maximumSize(KEPT).expireAfterWrite(KEPT_FOR).build();
    private final Semaphore fetches = new Semaphore(FETCHED_AT_ONCE);
    private final SnsHttp http;
    private final Clock clock;

    SnsCertificates(SnsHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    /**
     * The key of a certificate; empty when what lies there is none, or not one of today.
     *
     * @throws IOException when it cannot be fetched now
     */
    Optional<PublicKey> key(URI address) throws IOException {
        X509Certificate certificate = known.getIfPresent(address);
        try {
            if (certificate == null) {
                certificate = fetch(address);
                known.put(address, certificate);
            }
            certificate.checkValidity(Date.from(clock.instant()));
            return Optional.of(certificate.getPublicKey());
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }

    private X509Certificate fetch(URI address) throws IOException, CertificateException {
        if (!fetches.tryAcquire()) {
            throw new IOException("enough certificates are being fetched");
        }
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(http.get(address)));
        } finally {
            fetches.release();
        }
    }
}
