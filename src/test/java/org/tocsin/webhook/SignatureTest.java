package org.tocsin.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Signing, against the example that the Standard Webhooks project's own libraries are tested with. */
class SignatureTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final byte[] KEY = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final Instant AT = Instant.ofEpochSecond(1614265330);
    private static final String BODY = "{\"test\": 2432232314}";

    @Test
    void isThatOfThePublishedExample() {
        assertThat(Signature.of(List.of(KEY), ID, AT, BODY))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assertThat(Signature.show(KEY)).isEqualTo(SECRET);
    }

    @Test
    void theTestsOwnVerifierKnowsTheExampleToo() {
        Verifier verifier = new Verifier(SECRET);
        String signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

        assertThat(verifier.accepts(ID, "1614265330", signature, BODY)).isTrue();
        assertThat(verifier.accepts(ID, "1614265331", signature, BODY)).isFalse();
        assertThat(verifier.accepts(ID, "1614265330", signature, BODY + " ")).isFalse();
    }

    @Test
    void withTwoSecretsEitherChecks() {
        byte[] other = "another secret of 24 byte".getBytes(StandardCharsets.UTF_8);

        String signatures = Signature.of(List.of(other, KEY), ID, AT, BODY);

        assertThat(signatures.split(" ")).hasSize(2);
        assertThat(new Verifier(SECRET).accepts(ID, "1614265330", signatures, BODY))
                .isTrue();
        assertThat(new Verifier(Signature.show(other)).accepts(ID, "1614265330", signatures, BODY))
                .isTrue();
        assertThat(new Verifier(Signature.show(BODY.getBytes(StandardCharsets.UTF_8)))
                        .accepts(ID, "1614265330", signatures, BODY))
                .isFalse();
    }
}
