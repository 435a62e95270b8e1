package org.tocsin.incident;

/** Whom people can ask; each may be null, at least one is given. */
public record Contacts(String phone, String email, String url, String hours) {}
