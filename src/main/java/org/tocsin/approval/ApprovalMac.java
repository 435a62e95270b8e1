package org.tocsin.approval;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.tocsin.platform.keys.KeyPurpose;
import org.tocsin.platform.keys.KeyRing;

/** Binds an approval to its fingerprint with a key that is not in the database: whoever can only write rows cannot approve. */
@ApplicationScoped
class ApprovalMac {

    private final KeyRing keys;

    ApprovalMac(KeyRing keys) {
        this.keys = keys;
    }

    byte[] of(Approval approval) {
        return keys.mac(
                KeyPurpose.SEAL,
                "approval",
                bytes(approval.batchId.toString()),
                bytes(approval.fingerprint),
                bytes(approval.decision.name()),
                bytes(approval.approver));
    }

    boolean holds(Approval approval) {
        return MessageDigest.isEqual(of(approval), approval.mac);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
