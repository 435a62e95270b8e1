/**
 * Ended attempts in closed pages, whose digests are in the evidence: what corroborates each attempt later.
 *
 * <p>May use: {@code evidence} and the floor.
 */
package org.tocsin.delivery.page;
