package org.tocsin.affected.intake;

import java.util.List;

/**
 * What an upload turned out to hold.
 *
 * @param bodyDigest SHA-256 of the upload as it came
 * @param sharedContacts people who share a mailbox or a number with another
 * @param digest keyed digest of what the people's records say
 * @param sealDigest digest of the rows as they are stored
 */
record SealedContent(
        List<String> attributes, long sharedContacts, byte[] bodyDigest, String digest, String sealDigest) {}
