package org.tocsin.compose;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.tocsin.incident.Contacts;
import org.tocsin.incident.IncidentFacts;
import org.tocsin.incident.LocalFacts;
import org.tocsin.template.wording.LanguageTags;
import org.tocsin.template.wording.Words;

/**
 * What a notice says of its incident: the same for everyone who reads it in one language, so it is worked out once per copy of
 * the facts. Safe for many threads.
 */
final class IncidentValues {

    // By identity: a batch's facts are one object while it is being sent, and comparing them would cost what is saved.
    private final Cache<IncidentFacts, Map<String, Map<String, Object>>> kept =
            Caffeine.newBuilder().weakKeys().build();

    /** The values by name; what is not known is an empty text. Not to be changed. */
    Map<String, Object> of(String locale, IncidentFacts facts) {
        return kept.get(facts, unknown -> new ConcurrentHashMap<>())
                .computeIfAbsent(locale, language -> Map.copyOf(compute(language, facts)));
    }

    private static Map<String, Object> compute(String locale, IncidentFacts facts) {
        Map<String, Object> values = new HashMap<>();
        LocalFacts local = localFacts(facts, locale).orElse(new LocalFacts("", "", ""));
        put(values, "facts.whatHappened", local.whatHappened());
        put(values, "facts.whatWeAreDoing", local.whatWeAreDoing());
        put(values, "facts.whatYouCanDo", local.whatYouCanDo());
        NoticeDates dates = new NoticeDates(locale);
        put(values, "facts.occurred", dates.span(facts.occurredFrom(), facts.occurredTo(), Words.find(locale)));
        put(values, "facts.discovered", dates.on(facts.discovered()));
        Contacts contacts = facts.contacts();
        put(values, "contact.phone", contacts.phone());
        put(values, "contact.email", contacts.email());
        put(values, "contact.url", contacts.url());
        put(values, "contact.hours", contacts.hours());
        put(values, "organisation", facts.organisation());
        return values;
    }

    /** The facts in a language, {@code es-MX} falling back to {@code es}. */
    static Optional<LocalFacts> localFacts(IncidentFacts facts, String locale) {
        return LanguageTags.lookUp(locale, facts.facts().keySet())
                .map(found -> facts.facts().get(found));
    }

    private static void put(Map<String, Object> values, String name, String value) {
        values.put(name, value == null ? "" : value);
    }
}
