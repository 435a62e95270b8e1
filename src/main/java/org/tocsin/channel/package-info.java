/**
 * One hop to a provider: message in, {@link org.tocsin.channel.SendResult} out. Knows no incident, opens no transaction.
 *
 * <p>May use: the floor.
 */
package org.tocsin.channel;
