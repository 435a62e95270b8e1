/**
 * Calls of Amazon SNS, which tells what Amazon SES has to say: whose they are, and what they carry. Knows nothing of deliveries;
 * the events themselves are read by {@code receipt.bounce}.
 *
 * <p>May use: the floor.
 */
package org.tocsin.receipt.ses;
