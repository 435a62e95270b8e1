package org.tocsin.receipt.mailbox;

/**
 * What one look into the mailbox came to.
 *
 * @param stored mails that were handed over
 * @param cut those among them of which only the beginning was read
 * @param unreadable mails that the server would not give, and that stay where they are
 */
public record MailboxLook(int stored, int cut, int unreadable) {}
