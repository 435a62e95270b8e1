/**
 * One hop to a provider: message in, {@link org.tocsin.channel.SendResult} out. Knows no incident, opens no transaction.
 *
 * <p>Here stand the contract and what every kind shares: the chain of providers, each behind its own breaker. The kinds are
 * subpackages, which {@code channel.configured} puts together; nothing here knows of them.
 *
 * <p>May use: the floor.
 */
package org.tocsin.channel;
