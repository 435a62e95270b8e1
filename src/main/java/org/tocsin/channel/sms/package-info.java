/**
 * Text messages over Twilio: one POST per message, what its codes mean, and asking what became of one.
 *
 * <p>May use: the floor, {@code channel}.
 */
package org.tocsin.channel.sms;
