package org.tocsin.incident;

/**
 * What an incident says at one moment.
 *
 * @param factsVersion grows by one with every change to the facts
 * @param factsEditor the subject of who made the latest change: may not approve a batch that says it
 */
public record IncidentSnapshot(IncidentFacts facts, long factsVersion, String factsEditor) {}
