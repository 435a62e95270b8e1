package org.tocsin.incident;

/** Where an incident stands. */
enum IncidentStatus {
    OPEN
}
