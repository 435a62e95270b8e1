package org.tocsin.compose;

import org.tocsin.channel.ChannelKind;

/**
 * What one person would get over one channel.
 *
 * @param subject null for SMS
 * @param html null when there is no HTML part
 * @param contentHash keyed hash of subject, text and HTML as the person will read them, lower-case hex
 */
public record Composition(
        ChannelKind channel, String locale, String subject, String text, String html, String contentHash) {

    @Override
    public String toString() {
        return "Composition[" + channel + " " + locale + "]"; // nothing of the person may reach a log
    }
}
