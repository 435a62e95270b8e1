package org.tocsin.affected.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;

/** The forms in which records can be uploaded. */
public enum UploadFormat {
    CSV(UploadFormat.CSV_TYPE) {
        @Override
        RecordReader reader(InputStream upload) throws IOException {
            return new CsvRecords(Utf8Upload.open(upload));
        }
    },
    NDJSON(UploadFormat.NDJSON_TYPE) {
        @Override
        RecordReader reader(InputStream upload) throws IOException {
            return new NdjsonRecords(Utf8Upload.open(upload));
        }
    },
    JSON(UploadFormat.JSON_TYPE) {
        @Override
        RecordReader reader(InputStream upload) throws IOException {
            return new JsonArrayRecords(Utf8Upload.open(upload));
        }
    };

    public static final String CSV_TYPE = "text/csv";
    public static final String NDJSON_TYPE = "application/x-ndjson";
    public static final String JSON_TYPE = "application/json";

    private final String mediaType;

    UploadFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /**
     * The format of a media type without its parameters.
     *
     * @throws IllegalArgumentException for any other
     */
    public static UploadFormat of(String mediaType) {
        return Stream.of(values())
                .filter(format -> format.mediaType.equalsIgnoreCase(mediaType))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a media type of records"));
    }

    /**
     * A reader that has read the beginning: byte order mark, and the header where there is one.
     *
     * @throws UploadRefused when the beginning shows that the rest cannot be read
     */
    abstract RecordReader reader(InputStream upload) throws IOException;
}
