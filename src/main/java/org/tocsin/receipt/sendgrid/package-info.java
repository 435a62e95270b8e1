/**
 * Calls of SendGrid's event webhook: whose they are, and what they tell. Knows nothing of deliveries.
 *
 * <p>May use: the floor, {@code channel}, {@code receipt.bounce}.
 */
package org.tocsin.receipt.sendgrid;
