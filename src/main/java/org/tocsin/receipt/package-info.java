/**
 * What came back: reports of providers and mails, stored as they come and turned into moves of deliveries. Each way in knows its
 * own form, in a package below; what they bring is stored and applied here.
 *
 * <p>May use: the floor, {@code delivery}, {@code channel}, {@code evidence}.
 */
package org.tocsin.receipt;
