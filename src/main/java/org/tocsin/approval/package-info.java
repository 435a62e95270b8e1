/**
 * Two people agree: four-eyes sign-off on a batch's fingerprint.
 *
 * <p>May use: batch, delivery, evidence.
 */
package org.tocsin.approval;
