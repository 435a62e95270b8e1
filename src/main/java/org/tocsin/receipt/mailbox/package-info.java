/**
 * A mailbox that bounces come back to, read by IMAP. Knows mail servers, and nothing of what the mails say.
 *
 * <p>May use: the floor, {@code channel}.
 */
package org.tocsin.receipt.mailbox;
