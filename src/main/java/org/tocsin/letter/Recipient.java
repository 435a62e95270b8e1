package org.tocsin.letter;

import java.util.UUID;

/**
 * Somebody whom no channel of a batch reached.
 *
 * @param position in the record set, from 1: the sequence number, the same in every list of every batch over that set
 * @param noticeCode the code that stands in the person's notices too
 * @param reason why no channel reached them, in a word for each channel
 */
record Recipient(long position, UUID noticeId, String customerRef, String noticeCode, String reason) {}
