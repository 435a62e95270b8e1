package org.tocsin.compose;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.tocsin.incident.Contacts;
import org.tocsin.incident.DataType;
import org.tocsin.incident.IncidentFacts;
import org.tocsin.incident.LocalFacts;
import org.tocsin.template.syntax.ValueTree;
import org.tocsin.template.wording.LanguageTags;
import org.tocsin.template.wording.Words;

/**
 * What a notice says of its incident, in one language: the same for everyone, but for the kinds of data that were somebody's own,
 * and those are few. So it is worked out once. Safe for many threads; none of the maps may be changed.
 */
final class IncidentValues {

    private static final int MAX_KEPT = 10_000;

    private final IncidentFacts facts;
    private final Optional<Words> words;
    private final Map<String, Object> common;
    private final Map<SortedSet<DataType>, Map<String, Object>> ofData = new ConcurrentHashMap<>();

    IncidentValues(String locale, IncidentFacts facts) {
        this.facts = facts;
        this.words = Words.find(locale);
        this.common = ValueTree.of(common(locale));
    }

    /** Tocsin's own words in this language, where it has them. */
    Optional<Words> words() {
        return words;
    }

    /** What everybody is told; what is not known is an empty text. */
    Map<String, Object> common() {
        return common;
    }

    /**
     * What is said of kinds of data.
     *
     * @param own of the record; none: those of the incident
     */
    Map<String, Object> ofData(SortedSet<DataType> own) {
        Map<String, Object> known = ofData.get(own);
        if (known == null) {
            known = ValueTree.of(computeOfData(own.isEmpty() ? facts.dataInvolved() : own));
            if (ofData.size() < MAX_KEPT) {
                ofData.put(own, known);
            }
        }
        return known;
    }

    // A record's own types go before the incident's: nobody is told that something was not involved which was, for
    // them.
    private Map<String, Object> computeOfData(SortedSet<DataType> own) {
        SortedSet<DataType> notInvolved = new TreeSet<>(facts.notInvolved());
        notInvolved.removeAll(own);
        Map<String, Object> values = new HashMap<>();
        for (DataType type : DataType.values()) {
            values.put("data.has." + type, own.contains(type));
        }
        values.put("data.list", words.map(w -> w.list(own)).orElse(""));
        values.put("notInvolved.list", words.map(w -> w.list(notInvolved)).orElse(""));
        values.put("advice.list", words.map(w -> w.advice(own)).orElse(List.of()));
        return values;
    }

    private Map<String, Object> common(String locale) {
        Map<String, Object> values = new HashMap<>();
        LocalFacts local = localFacts(facts, locale).orElse(new LocalFacts("", "", ""));
        put(values, "facts.whatHappened", local.whatHappened());
        put(values, "facts.whatWeAreDoing", local.whatWeAreDoing());
        put(values, "facts.whatYouCanDo", local.whatYouCanDo());
        NoticeDates dates = new NoticeDates(locale);
        put(values, "facts.occurred", dates.span(facts.occurredFrom(), facts.occurredTo(), words));
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
