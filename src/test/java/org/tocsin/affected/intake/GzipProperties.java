package org.tocsin.affected.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;

class GzipProperties {

    @Property(tries = 300)
    void anyBytesInAnyNumberOfMembersComeBackWhole(
            @ForAll @NotEmpty @Size(max = 4) List<byte[]> members, @ForAll boolean trickled) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (byte[] member : members) {
            whole.write(member);
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(member);
            }
        }
        byte[] bytes = packed.toByteArray();

        try (InputStream unpacked = UploadCoding.GZIP.open(trickled ? Uploads.trickle(bytes) : Uploads.of(bytes))) {
            assertThat(unpacked.readAllBytes()).isEqualTo(whole.toByteArray());
        }
    }
}
