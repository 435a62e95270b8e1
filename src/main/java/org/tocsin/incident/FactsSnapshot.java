package org.tocsin.incident;

import java.util.UUID;

/**
 * What notices about an incident may say, at one moment.
 *
 * @param version grows with every change to any of it, from 1
 * @param editor the subject who made the latest change
 */
public record FactsSnapshot(UUID incidentId, IncidentFacts facts, long version, String editor) {}
