/**
 * Sending: releases, paces, keeps to hours, takes each claimed delivery to an outcome, retries, rescues, stops.
 *
 * <p>May use: approval, batch, compose, delivery, template, affected, incident, channel, evidence.
 */
package org.tocsin.dispatch;
