/**
 * Delivery status per customer.
 *
 * <p>May use: what it needs; nothing may use it.
 */
package org.tocsin.status;
