/**
 * People taken off a list after it was fixed, with a reason, and those of a batch that is withdrawn.
 *
 * <p>May use: {@code delivery} and what it may use.
 */
package org.tocsin.delivery.exclusion;
