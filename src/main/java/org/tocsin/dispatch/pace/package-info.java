/**
 * How fast: per batch, provider and recipient domain, for all replicas together.
 *
 * <p>May use: {@code channel} and the floor.
 */
package org.tocsin.dispatch.pace;
