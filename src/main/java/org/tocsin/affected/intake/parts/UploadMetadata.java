package org.tocsin.affected.intake.parts;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.tocsin.affected.intake.UploadCoding;
import org.tocsin.affected.intake.UploadFormat;
import org.tocsin.platform.http.Problems;

/**
 * What an upload is, told at its creation (tus 1.0, Upload-Metadata).
 *
 * @param name of the record set
 */
record UploadMetadata(UUID incidentId, String name, UploadFormat format, UploadCoding coding) {

    static final String HEADER = "Upload-Metadata";

    private static final int MAX_LENGTH = 4_000;
    private static final int MAX_NAME_LENGTH = 200;

    /** Reads the header; one that does not tell what is needed is a 400 problem. Other keys are let be. */
    static UploadMetadata of(String header) {
        if (header == null || header.length() > MAX_LENGTH) {
            throw Problems.invalid(HEADER, "must name incidentId, name and filetype, each with its value in Base64");
        }
        Map<String, String> values = values(header);
        String name = values.getOrDefault("name", "").strip();
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH || name.chars().anyMatch(Character::isISOControl)) {
            throw Problems.invalid(HEADER, "must have a name of 1 to " + MAX_NAME_LENGTH + " characters");
        }
        return new UploadMetadata(
                incident(values.get("incidentId")),
                name,
                format(values.get("filetype")),
                UploadCoding.of(values.get("encoding")));
    }

    private static Map<String, String> values(String header) {
        Map<String, String> values = new HashMap<>();
        for (String pair : header.split(",")) {
            String[] words = pair.strip().split(" ", 2);
            try {
                byte[] value =
                        words.length < 2 ? new byte[0] : Base64.getDecoder().decode(words[1].strip());
                values.put(words[0], new String(value, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw Problems.invalid(HEADER, "has a value that is not Base64");
            }
        }
        return values;
    }

    private static UUID incident(String text) {
        try {
            return UUID.fromString(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            throw Problems.invalid(HEADER, "must have incidentId, the id of an incident");
        }
    }

    private static UploadFormat format(String text) {
        try {
            return UploadFormat.of(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            throw Problems.invalid(
                    HEADER,
                    "must have filetype: " + UploadFormat.CSV_TYPE + ", " + UploadFormat.NDJSON_TYPE + " or "
                            + UploadFormat.JSON_TYPE);
        }
    }
}
