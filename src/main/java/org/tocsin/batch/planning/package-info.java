/**
 * Makes the list of a draft: one notice per person and one delivery per channel, stretch by stretch.
 *
 * <p>May use: what {@code batch} may use; nothing uses it.
 */
package org.tocsin.batch.planning;
