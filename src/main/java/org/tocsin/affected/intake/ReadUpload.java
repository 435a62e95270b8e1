package org.tocsin.affected.intake;

import java.util.List;
import org.tocsin.affected.PlainDigest;

/**
 * An upload that was read to its end and is in the database.
 *
 * @param attributes names of the further columns
 * @param digest of what the accepted records say, ready to be finished
 * @param sealDigest of their rows
 * @param contacts their addresses
 */
record ReadUpload(List<String> attributes, PlainDigest digest, String sealDigest, ContactRuns contacts) {}
