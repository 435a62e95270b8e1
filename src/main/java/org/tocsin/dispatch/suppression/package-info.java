/**
 * Follows deliveries that failed for good: their addresses are suppressed.
 *
 * <p>May use: what {@code dispatch} may use.
 */
package org.tocsin.dispatch.suppression;
