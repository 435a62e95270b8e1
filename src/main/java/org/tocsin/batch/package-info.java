/**
 * A fixed list: plans who gets what over which channel, seals it under one fingerprint, previews, shows progress.
 *
 * <p>May use: compose, delivery, template, affected, incident, channel, evidence.
 */
package org.tocsin.batch;
