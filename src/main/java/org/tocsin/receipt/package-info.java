/**
 * What came back: reports of providers, stored as they come and turned into moves of deliveries.
 *
 * <p>May use: the floor, {@code delivery}, {@code channel}, {@code evidence}.
 */
package org.tocsin.receipt;
