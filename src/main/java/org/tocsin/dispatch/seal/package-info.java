/**
 * Whether what is about to be sent is still what was approved.
 *
 * <p>May use: {@code approval}, {@code batch}, {@code delivery}, {@code template}, {@code evidence} and the floor.
 */
package org.tocsin.dispatch.seal;
