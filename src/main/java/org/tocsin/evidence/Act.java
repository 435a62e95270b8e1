package org.tocsin.evidence;

import java.util.Map;
import java.util.UUID;

/**
 * Something that somebody did.
 *
 * @param incidentId the incident that it belongs to, or null when it belongs to none
 * @param actor who: a caller's subject, or {@link #SYSTEM}
 * @param subject what it was done to, as {@code kind:id}
 * @param detail figures, digests, reasons; never personal data. Values are texts, whole numbers, booleans, lists or maps
 */
public record Act(UUID incidentId, String actor, Action action, String subject, Map<String, ?> detail) {

    /** The actor of what the service does by itself. */
    public static final String SYSTEM = "system";
}
