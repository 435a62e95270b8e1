package org.tocsin.template;

import java.util.UUID;
import org.tocsin.channel.ChannelKind;

/**
 * What a template says over one channel in one language.
 *
 * @param subject null for SMS
 * @param html null for SMS, and for an email without an HTML part
 */
public record Variant(UUID id, ChannelKind channel, String locale, String subject, String text, String html) {}
