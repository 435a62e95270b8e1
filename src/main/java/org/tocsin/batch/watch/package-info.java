/**
 * How a batch is getting on: its events as they happen, and the check that it adds up.
 *
 * <p>May use: what {@code batch} may use; nothing uses it.
 */
package org.tocsin.batch.watch;
