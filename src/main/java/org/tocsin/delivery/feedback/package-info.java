/**
 * What is heard of a message after it was handed over, or is not heard in time, and how that moves its delivery.
 *
 * <p>May use: {@code delivery} and what it may use.
 */
package org.tocsin.delivery.feedback;
