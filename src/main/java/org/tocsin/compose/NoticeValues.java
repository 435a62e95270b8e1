package org.tocsin.compose;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.tocsin.affected.Person;
import org.tocsin.incident.DataType;
import org.tocsin.incident.IncidentFacts;
import org.tocsin.template.syntax.NameCatalogue;
import org.tocsin.template.syntax.ValueTree;
import org.tocsin.template.wording.Words;

/** What stands behind every name of {@link NameCatalogue} for one person, in the language of one variant. */
final class NoticeValues {

    private final IncidentFacts facts;
    private final Optional<Words> words;
    private final Map<String, Object> values = new HashMap<>();

    private NoticeValues(String locale, IncidentFacts facts) {
        this.facts = facts;
        this.words = Words.find(locale);
    }

    /**
     * The values as a template reads them; what is not known is an empty text.
     *
     * @param ofIncident the values of {@link IncidentValues}
     * @param names the names that the variant uses: which attributes must be there
     */
    static Map<String, Object> of(
            String locale,
            IncidentFacts facts,
            Map<String, Object> ofIncident,
            Person person,
            String reference,
            Set<String> names) {
        NoticeValues notice = new NoticeValues(locale, facts);
        notice.ofPerson(person);
        notice.ofData(person);
        notice.values.putAll(ofIncident);
        notice.put("reference", reference);
        notice.ofAttributes(person, names);
        return ValueTree.of(notice.values);
    }

    private void ofPerson(Person person) {
        put("person.name", person.name());
        put("person.salutation", words.map(w -> Salutation.of(person, w)).orElse(""));
        put("person.customerRef", person.customerRef());
        values.put("person.represented", Salutation.isRepresented(person));
    }

    // A record's own types go before the incident's: nobody is told that something was not involved which was, for
    // them.
    private void ofData(Person person) {
        SortedSet<DataType> own = person.dataTypes().isEmpty() ? facts.dataInvolved() : person.dataTypes();
        SortedSet<DataType> notInvolved = new TreeSet<>(facts.notInvolved());
        notInvolved.removeAll(own);
        for (DataType type : DataType.values()) {
            values.put("data.has." + type, own.contains(type));
        }
        put("data.list", words.map(w -> w.list(own)).orElse(""));
        put("notInvolved.list", words.map(w -> w.list(notInvolved)).orElse(""));
        values.put("advice.list", words.map(w -> w.advice(own)).orElse(List.of()));
    }

    private void ofAttributes(Person person, Set<String> names) {
        for (String name : names) {
            if (name.startsWith(NameCatalogue.ATTRIBUTE_PREFIX)) {
                put(name, person.attributes().get(name.substring(NameCatalogue.ATTRIBUTE_PREFIX.length())));
            }
        }
    }

    private void put(String name, String value) {
        values.put(name, value == null ? "" : value);
    }
}
