package org.tocsin.affected.intake;

/**
 * What the uploader is told.
 *
 * @param location of the record set
 * @param body the record set as JSON
 * @param replayed whether this is the first answer to the same request, given again
 */
record IntakeAnswer(String location, String body, boolean replayed) {}
