package org.tocsin.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.tocsin.channel.ChannelKind;

/**
 * A variant as it is posted.
 *
 * @param locale BCP 47
 * @param subject null for SMS
 * @param html null for SMS, and for an email without an HTML part
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewVariant(
        @NotNull ChannelKind channel, @NotBlank String locale, String subject, @NotBlank String text, String html) {}
