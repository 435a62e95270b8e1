package org.tocsin.evidence;

import java.security.MessageDigest;
import java.util.Optional;
import org.tocsin.platform.Digests;
import org.tocsin.platform.keys.KeyRing;

/** Walks along the chain and remembers only its last good link, however long it is. */
final class ChainCheck {

    private final KeyRing keys;
    private final ChainHead head;
    private long seq;
    private byte[] hash = new byte[0];

    ChainCheck(KeyRing keys, ChainHead head) {
        this.keys = keys;
        this.head = head;
    }

    /** Takes the next entry in the order of the chain; a verdict ends the walk. */
    Optional<Verdict> next(EvidenceEntry entry, byte[] mac) {
        long expected = seq + 1;
        if (entry.seq() != expected) {
            return bad(expected, "it is missing");
        }
        if (entry.seq() > head.seq()) {
            return bad(expected, "it stands behind the chain's end");
        }
        if (!MessageDigest.isEqual(entry.previousHash(), hash)) {
            return bad(expected, "it does not follow the entry before it");
        }
        if (!MessageDigest.isEqual(entry.hash(), entry.computeHash())) {
            return bad(expected, "its content is not what was hashed when it was written");
        }
        if (!MessageDigest.isEqual(mac, entry.macBy(keys))) {
            return bad(expected, "it was not written with this service's key");
        }
        seq = entry.seq();
        hash = entry.hash();
        return Optional.empty();
    }

    /** What is to be said when there is no further entry. */
    Verdict end() {
        if (head.seq() != seq) {
            return bad(seq + 1, "it is missing: the chain was cut off").orElseThrow();
        }
        boolean beginning = seq == 0 && head.hash().length == 0 && head.mac() == null;
        boolean genuine = MessageDigest.isEqual(head.hash(), hash)
                && MessageDigest.isEqual(head.mac(), ChainHead.macOf(keys, seq, hash));
        if (!beginning && !genuine) {
            return bad(seq, "the chain's end does not name it").orElseThrow();
        }
        return new Verdict(true, seq, headHash(), null);
    }

    private Optional<Verdict> bad(long place, String reason) {
        return Optional.of(new Verdict(false, seq, headHash(), new Verdict.BadEntry(place, reason)));
    }

    private String headHash() {
        return seq == 0 ? null : Digests.hex(hash);
    }
}
