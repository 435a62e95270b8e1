package org.tocsin.receipt.ses;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;

/**
 * Tells a call of Amazon SNS's from a forged one: RSA over its fields.
 *
 * <p>Source: https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html. The JDK checks it. Amazon's own library
 * (sns-message-manager) would bring its SDK's core and an HTTP client of its own for these few lines.
 */
final class SnsSignature {

    private static final Map<String, String> ALGORITHMS = Map.of("1", "SHA1withRSA", "2", "SHA256withRSA");

    private SnsSignature() {}

    /** Whether the key's owner has signed the call. */
    static boolean isRight(SnsCall call, PublicKey key) {
        String algorithm = ALGORITHMS.get(String.valueOf(call.field("SignatureVersion")));
        String signature = call.field("Signature");
        if (algorithm == null || signature == null) {
            return false;
        }
        try {
            Signature check = Signature.getInstance(algorithm);
            check.initVerify(key);
            check.update(call.signed());
            return check.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
