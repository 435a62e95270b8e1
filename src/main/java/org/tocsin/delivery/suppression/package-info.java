/**
 * Addresses that nothing is sent to: dead ones, and those whose owners have opted out. Kept as keyed digests, never in plain.
 *
 * <p>May use: the floor, {@code channel}, {@code evidence}.
 */
package org.tocsin.delivery.suppression;
