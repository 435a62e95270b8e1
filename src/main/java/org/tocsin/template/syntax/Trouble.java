package org.tocsin.template.syntax;

/** Why a source cannot be taken as a template, and where. */
public record Trouble(Place place, String message) {}
