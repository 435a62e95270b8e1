/**
 * Sending: releases, paces, takes each claimed delivery to an outcome, retries, rescues, stops.
 *
 * <p>May use: approval, batch, compose, delivery, channel, evidence.
 */
package org.tocsin.dispatch;
