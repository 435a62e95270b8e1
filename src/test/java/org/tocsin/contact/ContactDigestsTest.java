package org.tocsin.contact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tocsin.platform.Ids;
import org.tocsin.platform.keys.TestKeyRing;

class ContactDigestsTest {

    private final ContactDigests digests = new ContactDigests(TestKeyRing.fresh());
    private final byte[] set = "the set's own secret".getBytes(StandardCharsets.UTF_8);

    @Test
    void twoSpellingsOfOneAddressHaveOneDigest() {
        assertThat(digests.of(set, email("ana@BÜCHER.example")))
                .isEqualTo(digests.of(set, email("ana@bücher.example")));
        assertThat(digests.of(set, phone("(202) 555-0142"))).isEqualTo(digests.of(set, phone("+1 202 555 0142")));
    }

    @Test
    void neitherAddressesNorSetsNorKeysShareADigest() {
        ContactDigests otherKeys = new ContactDigests(TestKeyRing.fresh());
        List<ByteBuffer> all = List.of(
                ByteBuffer.wrap(digests.of(set, email("ana@example.org"))),
                ByteBuffer.wrap(digests.of(set, email("a.na@example.org"))),
                ByteBuffer.wrap(digests.of(set, email("ana+1@example.org"))),
                ByteBuffer.wrap(digests.of(ContactDigests.formerSecret(Ids.next()), email("ana@example.org"))),
                ByteBuffer.wrap(otherKeys.of(set, email("ana@example.org"))),
                ByteBuffer.wrap(digests.of(set, phone("+12025550142"))),
                ByteBuffer.wrap(digests.of(set, new EmailAddress("+12025550142"))));

        assertThat(all).doesNotHaveDuplicates();
    }

    private static EmailAddress email(String text) {
        return EmailAddress.parse(text).value();
    }

    private static PhoneNumber phone(String text) {
        return PhoneNumber.parse(text, "US").value();
    }
}
