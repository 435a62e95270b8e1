package org.tocsin.evidence;

/**
 * Why the evidence does not hold.
 *
 * @param seq the place of the entry in the chain, from 1
 * @param reason what is wrong with it, without a word of what it says
 */
public record Finding(long seq, String reason) {}
