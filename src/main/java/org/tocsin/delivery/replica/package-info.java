/**
 * Which replicas live, by their heartbeats and leases, and what of a dead one is given back.
 *
 * <p>May use: {@code delivery} and what it may use.
 */
package org.tocsin.delivery.replica;
