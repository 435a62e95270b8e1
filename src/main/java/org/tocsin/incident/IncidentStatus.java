package org.tocsin.incident;

/** Where an incident is in its life. */
public enum IncidentStatus {
    OPEN
}
