package org.tocsin.receipt;

import java.util.UUID;
import org.tocsin.receipt.bounce.MailKind;

/**
 * What a mail that came back was, and what became of it.
 *
 * @param deliveryId the delivery that it is about, or null
 * @param failure why that was not delivered, in one word, or null
 */
record AppliedMail(MailKind kind, ReturnedMails.Outcome outcome, UUID deliveryId, String failure) {}
