package org.tocsin.affected.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads uploads of a gigabyte, in a process whose heap has no room for them; {@link BoundedHeapIT} reads what it prints. */
final class HugeUploads {

    private static final long GIGABYTE = 1L << 30;
    private static final int FIRST_AND_LAST = 3;

    private HugeUploads() {}

    public static void main(String[] arguments) throws IOException {
        csv("one line", Uploads.repeated("x", GIGABYTE));
        csv("one quoted line", Uploads.of(Uploads.of("2,\""), Uploads.repeated("x", GIGABYTE)));
        csv(
                "one quoted field of many lines",
                Uploads.of(Uploads.of("2,\"Bo\n"), Uploads.repeated("x,y\n", GIGABYTE / 256)));
        csv("a million fields", Uploads.repeated(",", 1_000_000));
        csv("short lines", Uploads.repeated("9,x\n", GIGABYTE / 256));
        tell("no line end", UploadFormat.CSV, Uploads.repeated("x", GIGABYTE));
        tell(
                "a million columns",
                UploadFormat.CSV,
                Uploads.of(Uploads.of("customerRef"), Uploads.repeated(",a", 1_000_000)));
        ndjson("one line", Uploads.repeated("x", GIGABYTE));
        ndjson("depth", Uploads.repeated("[", GIGABYTE));
        json("one text", Uploads.of(Uploads.of("{\"customerRef\":\""), Uploads.repeated("x", GIGABYTE)));
        json("one number", Uploads.of(Uploads.of("{\"customerRef\":"), Uploads.repeated("1", GIGABYTE)));
        json("one name", Uploads.of(Uploads.of("{\""), Uploads.repeated("x", GIGABYTE)));
        json("depth", Uploads.repeated("[", GIGABYTE));
        json("white space", Uploads.repeated(" ", GIGABYTE));
        json(
                "one record",
                Uploads.of(
                        Uploads.of("{\"customerRef\":\"2\""),
                        Uploads.repeated(",\"x\":\"" + "y".repeat(1000) + "\"", GIGABYTE / 1000),
                        Uploads.of("},{\"customerRef\":\"3\"}]")));
        json(
                "one list",
                Uploads.of(
                        Uploads.of("{\"customerRef\":\"2\",\"dataTypes\":[\"NAME\""),
                        Uploads.repeated(",\"" + "y".repeat(1000) + "\"", GIGABYTE / 1000),
                        Uploads.of("]},{\"customerRef\":\"3\"}]")));
    }

    private static void csv(String name, InputStream bad) throws IOException {
        tell(
                "csv " + name,
                UploadFormat.CSV,
                Uploads.of(Uploads.of("customerRef,name\n1,Ana\n"), bad, Uploads.of("\n3,Cy\n")));
    }

    private static void ndjson(String name, InputStream bad) throws IOException {
        tell(
                "ndjson " + name,
                UploadFormat.NDJSON,
                Uploads.of(Uploads.of("{\"customerRef\":\"1\"}\n"), bad, Uploads.of("\n{\"customerRef\":\"3\"}\n")));
    }

    private static void json(String name, InputStream rest) throws IOException {
        tell("json " + name, UploadFormat.JSON, Uploads.of(Uploads.of("[{\"customerRef\":\"1\"},"), rest));
    }

    private static void tell(String name, UploadFormat format, InputStream upload) throws IOException {
        List<String> first = new ArrayList<>();
        String last = "";
        long records = 0;
        try {
            RecordReader reader = format.reader(upload);
            for (RawRecord read = reader.next(); read != null; read = reader.next()) {
                records++;
                last = Uploads.summary(read);
                if (first.size() < FIRST_AND_LAST - 1) {
                    first.add(last);
                }
            }
            System.out.println(name + ": " + records + " records: " + String.join("; ", first) + " ... " + last);
        } catch (UploadRefused e) {
            System.out.println(name + ": refused: " + e.getMessage());
        }
    }
}
