/**
 * Reading what mail servers send back: bounces, complaints and automatic replies, in whatever form. Knows mail, and nothing of
 * deliveries.
 *
 * <p>May use: the floor, {@code channel}.
 */
package org.tocsin.receipt.bounce;
