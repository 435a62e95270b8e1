/**
 * The hours of the recipient's day in which a channel may be used.
 *
 * <p>May use: {@code batch}, {@code affected}, {@code channel} and the floor.
 */
package org.tocsin.dispatch.hours;
