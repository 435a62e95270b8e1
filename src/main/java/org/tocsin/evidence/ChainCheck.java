package org.tocsin.evidence;

import java.security.MessageDigest;
import java.util.Optional;
import org.tocsin.platform.Digests;
import org.tocsin.platform.keys.KeyPurpose;
import org.tocsin.platform.keys.KeyRing;

/** Goes along the chain, entry by entry from the first, and says where it breaks. */
final class ChainCheck {

    private final KeyRing keys;
    private long entries;
    private byte[] hash = {};

    ChainCheck(KeyRing keys) {
        this.keys = keys;
    }

    /** What is wrong with the entry that comes next. */
    Optional<Finding> next(EvidenceEntry entry, byte[] mac) {
        if (entry.seq() > entries + 1) {
            return broken(entries + 1, "is missing");
        }
        if (entry.seq() < entries + 1) {
            return broken(entry.seq(), "stands before the first");
        }
        if (!MessageDigest.isEqual(entry.hash(), entry.computeHash())) {
            return broken(entry.seq(), "was changed after it was written");
        }
        if (!MessageDigest.isEqual(entry.previousHash(), hash)) {
            return broken(entry.seq(), "does not follow from the one before it");
        }
        if (!MessageDigest.isEqual(mac, keys.mac(KeyPurpose.SEAL, EvidenceLog.ENTRY_MAC, entry.hash()))) {
            return broken(
                    entry.seq(), "was not written with this key: by somebody else, or the key file is another one");
        }
        entries = entry.seq();
        hash = entry.hash();
        return Optional.empty();
    }

    /** What is wrong with the chain's end, once every entry has been seen. */
    Optional<Finding> end(ChainHead head) {
        if (head.seq() > entries) {
            return broken(entries + 1, "is missing at the end, up to " + head.seq());
        }
        if (head.seq() < entries) {
            return broken(head.seq() + 1, "was added behind the chain's end");
        }
        boolean untouched = entries == 0 && head.mac() == null;
        if (!untouched
                && (!MessageDigest.isEqual(head.hash(), hash)
                        || !MessageDigest.isEqual(head.mac(), ChainHead.macOf(keys, head.seq(), head.hash())))) {
            return broken(entries, "is not the chain's end as it was written");
        }
        return Optional.empty();
    }

    /** How many entries were found whole. */
    long entries() {
        return entries;
    }

    /** The hash of the last of them, in hex. */
    String headHash() {
        return Digests.hex(hash);
    }

    private static Optional<Finding> broken(long seq, String reason) {
        return Optional.of(new Finding(seq, reason));
    }
}
