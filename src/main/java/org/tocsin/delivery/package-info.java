/**
 * The record: one notice to one person, its deliveries per channel, attempts, states, suppressed addresses,
 * the gate that stops sending; claims and outcomes.
 *
 * <p>May use: channel, evidence.
 */
package org.tocsin.delivery;
