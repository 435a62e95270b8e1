/**
 * Keys that are not in the database: key file, key ring, and the check that they are the right ones.
 *
 * <p>May use: {@code platform}.
 */
package org.tocsin.platform.keys;
