/**
 * Who and what is left out of the batches of an incident: people, and channels that the incident has spoiled.
 *
 * <p>May use: what {@code batch} may use; nothing uses it.
 */
package org.tocsin.batch.exclusion;
