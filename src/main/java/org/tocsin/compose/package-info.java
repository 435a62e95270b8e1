/**
 * What one person would get: person, facts and variant become a message. The one renderer, for preview and for sending.
 *
 * <p>May use: template, affected, incident, channel.
 */
package org.tocsin.compose;
