package org.tocsin.template.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tocsin.incident.DataType;
import org.tocsin.template.syntax.ValueTree;
import org.tocsin.template.wording.Words;

/** Values of usual length, to see at save how long a message will come out. */
final class TypicalValues {

    private static final List<DataType> DATA = List.of(DataType.NAME, DataType.EMAIL, DataType.PHONE);

    private TypicalValues() {}

    static Map<String, Object> in(String locale, Set<String> names) {
        Map<String, Object> values = new HashMap<>();
        names.stream().filter(name -> name.startsWith("attr.")).forEach(name -> values.put(name, "1234567890"));
        for (DataType type : DataType.values()) {
            values.put("data.has." + type, DATA.contains(type));
        }
        values.put("person.name", "Alexandra Example");
        values.put("person.customerRef", "C-1234567");
        values.put("person.represented", false);
        values.put("facts.whatHappened", "Someone copied a customer list from one of our systems.");
        values.put("facts.whatWeAreDoing", "We closed the gap and are working with investigators.");
        values.put("facts.whatYouCanDo", "Watch out for unexpected messages.");
        values.put("facts.discovered", "20 August 2026");
        values.put("contact.phone", "+12025550100");
        values.put("contact.email", "help@example.org");
        values.put("contact.url", "https://example.org/incident");
        values.put("contact.hours", "08:00-20:00");
        values.put("organisation", "Example Telecom");
        values.put("reference", "ABCDE-12345");
        Words.find(locale).ifPresentOrElse(words -> worded(values, words), () -> unworded(values));
        return ValueTree.of(values);
    }

    private static void worded(Map<String, Object> values, Words words) {
        values.put("person.salutation", words.fill("salutation.SELF", Map.of("name", "Alexandra Example")));
        values.put("data.list", words.list(DATA));
        values.put("notInvolved.list", words.list(List.of(DataType.PAYMENT_CARD)));
        values.put("advice.list", words.advice(DATA));
        values.put(
                "facts.occurred", words.fill("date.range", Map.of("from", "19 August 2026", "to", "20 August 2026")));
    }

    private static void unworded(Map<String, Object> values) {
        List.of("person.salutation", "data.list", "notInvolved.list", "advice.list", "facts.occurred")
                .forEach(name -> values.put(name, ""));
    }
}
