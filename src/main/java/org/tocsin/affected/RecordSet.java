package org.tocsin.affected;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One upload of affected people.
 *
 * @param failure why it failed, or null
 * @param uploader the subject of who uploaded it
 * @param accepted records in the set; while it is being received, so far
 * @param rejected records that are not in it because they could not be read or have no usable customer reference
 * @param warnings fields that could not be used as they came
 * @param duplicates records that are not in it because an earlier one has their customer reference
 * @param sharedContacts people in the set who share a mailbox or a number with another; null before it is sealed, and for sets
 *     that were sealed by a version that did not look
 * @param attributes names of the further columns, in the upload's order; known once it is sealed
 * @param digest keyed digest of what the people's records say, once it is sealed
 * @param sealDigest digest of the rows as they are stored, once it is sealed
 * @param purgedAt when its data key was dropped, or null
 */
public record RecordSet(
        UUID id,
        UUID incidentId,
        String name,
        RecordSetStatus status,
        String failure,
        String uploader,
        long accepted,
        long rejected,
        long warnings,
        long duplicates,
        Long sharedContacts,
        List<String> attributes,
        String digest,
        String sealDigest,
        Instant createdAt,
        Instant sealedAt,
        Instant purgedAt) {}
