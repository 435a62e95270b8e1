/**
 * The incident system hears of it: events of batches and deliveries, numbered, signed, and posted to who asked for them.
 *
 * <p>May use: what it needs; nothing may use it.
 */
package org.tocsin.webhook;
