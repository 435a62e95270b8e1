/**
 * What each kind of person would get, before anything is sent: previews, samples, and messages to the team itself.
 *
 * <p>May use: what {@code batch} may use; nothing uses it.
 */
package org.tocsin.batch.preview;
