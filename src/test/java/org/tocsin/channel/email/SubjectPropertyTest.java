package org.tocsin.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
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

        NoticeMessage message = Relay.noticeMime().build(TestMessages.emailWith(subject, "text", null));

        MimeMessage read = new MimeMessage(null, new ByteArrayInputStream(message.content()));
        assertThat(read.getSubject()).isEqualTo(subject);
    }
}
