/**
 * The channel that leads nowhere: messages become files, for trying out and for drills. Knows no provider.
 *
 * <p>May use: the floor, {@code channel}, {@code channel.email} (the message that a relay would get).
 */
package org.tocsin.channel.sandbox;
