package org.tocsin.channel;

import java.util.UUID;

/** Messages to nobody. */
public final class TestMessages {

    public static final UUID DELIVERY = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

    private TestMessages() {}

    public static OutboundMessage email(String to) {
        return new OutboundMessage(
                DELIVERY,
                1,
                ChannelKind.EMAIL,
                to,
                "en",
                "About your data",
                "Dear customer,\nread this.\n",
                "<p>Dear customer,<br>read this.</p>\n");
    }

    public static OutboundMessage email() {
        return email("jane.roe@example.org");
    }

    public static OutboundMessage emailWith(String subject, String text, String html) {
        return new OutboundMessage(DELIVERY, 1, ChannelKind.EMAIL, "jane.roe@example.org", "en", subject, text, html);
    }

    public static OutboundMessage sms(String text) {
        return new OutboundMessage(DELIVERY, 1, ChannelKind.SMS, "+12025550123", "en", null, text, null);
    }
}
