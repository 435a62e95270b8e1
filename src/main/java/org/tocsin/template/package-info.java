/**
 * What we say: versions and variants, what a template may name, checks at save. Sends nothing.
 *
 * <p>May use: incident, channel (only {@code ChannelKind}), evidence.
 */
package org.tocsin.template;
