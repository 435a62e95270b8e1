/**
 * Addresses of people: parse, normalise, keyed digest, mask.
 *
 * <p>May use: {@code platform}.
 */
package org.tocsin.contact;
