package org.tocsin.affected.intake;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** How the bytes of an upload were packed for the way (RFC 9110, 8.4). */
public enum UploadCoding {
    IDENTITY {
        @Override
        InputStream open(InputStream raw) {
            return raw;
        }
    },
    GZIP {
        @Override
        InputStream open(InputStream raw) throws IOException {
            return new GzipUpload(raw);
        }
    };

    /** The coding that a Content-Encoding header names; one that is not known here is a 415 problem. */
    public static UploadCoding of(String header) {
        String name = header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "", "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            default ->
                throw HttpProblem.builder()
                        .withStatus(Response.Status.UNSUPPORTED_MEDIA_TYPE)
                        .withTitle(Response.Status.UNSUPPORTED_MEDIA_TYPE.getReasonPhrase())
                        .withDetail("An upload can be packed with gzip, or not at all.")
                        .withHeader(HttpHeaders.ACCEPT_ENCODING, "gzip")
                        .build();
        };
    }

    /** The bytes as they were before they were packed. */
    abstract InputStream open(InputStream raw) throws IOException;
}
