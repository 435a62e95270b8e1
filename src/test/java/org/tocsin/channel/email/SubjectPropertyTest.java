package org.tocsin.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.tocsin.channel.TestMessages;

/** Whatever a subject is made of, it reads back as it was. */
class SubjectPropertyTest {

    @Property(tries = 300)
    void anySubjectReadsBack(@ForAll @StringLength(min = 1, max = 120) String subject) throws Exception {
        Assume.that(!HeaderText.hasControl(subject));
        Assume.that(StandardCharsets.UTF_8.newEncoder().canEncode(subject));

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Relay.noticeMime().build(TestMessages.emailWith(subject, "text", null)).writeTo(bytes);

        MimeMessage read = new MimeMessage(null, new ByteArrayInputStream(bytes.toByteArray()));
        assertThat(read.getSubject()).isEqualTo(subject);
    }
}
