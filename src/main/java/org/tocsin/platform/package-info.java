/**
 * Technical floor without a domain word: clock, ids, digests, canonical JSON.
 *
 * <p>May use: nothing of Tocsin.
 */
package org.tocsin.platform;
