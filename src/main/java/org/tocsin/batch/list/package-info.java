/**
 * The deliveries of a batch, in pages and as a file.
 *
 * <p>May use: what {@code batch} may use; nothing uses it.
 */
package org.tocsin.batch.list;
