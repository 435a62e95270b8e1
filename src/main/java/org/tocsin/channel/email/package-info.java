/**
 * Email over SMTP: the message, its return path, kept connections, and what a server's replies mean.
 *
 * <p>May use: the floor, {@code channel}.
 */
package org.tocsin.channel.email;
