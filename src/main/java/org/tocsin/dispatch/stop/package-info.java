/**
 * The switch that stops all sending.
 *
 * <p>May use: {@code delivery}, {@code evidence} and the floor.
 */
package org.tocsin.dispatch.stop;
