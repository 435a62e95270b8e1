package org.tocsin.platform.http;

/**
 * What is wrong with one part of a request.
 *
 * @param field its path, such as {@code facts[en].whatHappened}
 * @param message what it must be; never what it was
 */
public record Violation(String field, String message) {}
