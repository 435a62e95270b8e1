package org.tocsin.template;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tocsin.channel.ChannelKind;

/** The templates that come with Tocsin: one folder each in {@code templates/}, one file for each part of a variant. */
public final class ReadyTemplates {

    /** A notice for any breach; and one under the headings that California's law asks for (Civil Code 1798.82(d)). */
    public static final List<String> NAMES = List.of("plain-notice", "notice-of-data-breach");

    private static final List<String> LOCALES = List.of("en", "es");

    private ReadyTemplates() {}

    /** A ready template in the form in which it is posted; empty for a name that is none of {@link #NAMES}. */
    public static Optional<NewTemplate> find(String name) {
        if (!NAMES.contains(name)) {
            return Optional.empty();
        }
        List<NewVariant> variants = LOCALES.stream()
                .flatMap(locale -> Stream.of(email(name, locale), sms(name, locale)))
                .toList();
        return Optional.of(new NewTemplate(name, LOCALES.get(0), variants));
    }

    private static NewVariant email(String name, String locale) {
        String file = name + "/email." + locale;
        return new NewVariant(
                ChannelKind.EMAIL,
                locale,
                read(file + ".subject.txt").strip(),
                read(file + ".txt"),
                read(file + ".html"));
    }

    private static NewVariant sms(String name, String locale) {
        return new NewVariant(
                ChannelKind.SMS,
                locale,
                null,
                read(name + "/sms." + locale + ".txt").strip(),
                null);
    }

    private static String read(String file) {
        try (InputStream stream = ReadyTemplates.class.getResourceAsStream("/wording/" + file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the ready template's part " + file + " cannot be read", e);
        }
    }
}
