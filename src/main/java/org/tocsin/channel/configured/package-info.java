/**
 * Puts the channels together as the configuration says.
 *
 * <p>May use: the floor, {@code channel} and all its subpackages; nothing in {@code channel} uses it.
 */
package org.tocsin.channel.configured;
