package org.tocsin.batch.preview;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.tocsin.affected.People;
import org.tocsin.affected.Person;
import org.tocsin.batch.MaskedAddress;
import org.tocsin.channel.ChannelKind;
import org.tocsin.compose.Composer;
import org.tocsin.compose.Composition;
import org.tocsin.compose.NoticeReference;
import org.tocsin.compose.Result;
import org.tocsin.compose.SamplePerson;
import org.tocsin.incident.IncidentFacts;
import org.tocsin.platform.http.Problems;
import org.tocsin.platform.http.Violation;
import org.tocsin.template.TemplateVersion;
import org.tocsin.template.Variant;
import org.tocsin.template.VariantChoice;
import org.tocsin.template.wording.SmsSegments;

/** Shows what somebody would get, made by the very renderer that sending uses. */
@ApplicationScoped
class Previews {

    /**
     * A message as the person would read it.
     *
     * @param to masked
     * @param segments of an SMS; null for an email
     * @param problem why there is no message, in one word; null when there is one
     */
    record Message(
            ChannelKind channel,
            String locale,
            String to,
            String subject,
            String text,
            String html,
            Integer segments,
            String problem) {}

    /** The messages that one person would get, one per channel. */
    record Preview(List<Message> messages) {}

    private final People people;
    private final Composer composer;
    private final NoticeReference references;

    Previews(People people, Composer composer, NoticeReference references) {
        this.people = people;
        this.composer = composer;
        this.references = references;
    }

    /** The person of a record set, or the sample person when neither is named. */
    Person person(UUID recordSet, String customerRef, TemplateVersion template, IncidentFacts facts) {
        if (recordSet == null && customerRef == null) {
            return sample(template, template.defaultLocale(), facts);
        }
        if (recordSet == null || customerRef == null) {
            throw Problems.unprocessable(
                    "A person is named by both a record set and a customer reference.",
                    List.of(new Violation(
                            recordSet == null ? "recordSetId" : "customerRef", "must be given with the other")));
        }
        return people.find(recordSet, customerRef).orElseThrow(() -> Problems.notFound("person in that record set"));
    }

    /** Somebody who does not exist, with a value for everything that the template names. */
    Person sample(TemplateVersion template, String locale, IncidentFacts facts) {
        Set<String> attributes = new TreeSet<>();
        template.variants().forEach(variant -> attributes.addAll(composer.attributesNamedBy(variant)));
        return SamplePerson.of(facts, locale, attributes);
    }

    /** What the person would get over each of the channels. */
    List<Message> messages(
            TemplateVersion template, Stream<ChannelKind> channels, IncidentFacts facts, UUID incident, Person person) {
        List<Message> messages = new ArrayList<>();
        channels.forEach(channel -> VariantChoice.choose(template, channel, person.locale())
                .ifPresent(variant -> messages.add(message(variant, facts, incident, person))));
        return messages;
    }

    Result compose(Variant variant, IncidentFacts facts, UUID incident, Person person) {
        return composer.compose(variant, facts, person, references.of(incident, person.customerRef()));
    }

    private Message message(Variant variant, IncidentFacts facts, UUID incident, Person person) {
        String to = MaskedAddress.of(variant.channel(), person);
        if (!composer.hasLanguage(facts, variant.locale())) {
            return problem(variant, to, "FACTS_LACK_LANGUAGE");
        }
        Result result = compose(variant, facts, incident, person);
        if (result instanceof Result.Unfit unfit) {
            return problem(variant, to, unfit.reason());
        }
        Composition made = ((Result.Composed) result).composition();
        Integer segments =
                made.channel() == ChannelKind.SMS ? SmsSegments.of(made.text()).count() : null;
        return new Message(made.channel(), made.locale(), to, made.subject(), made.text(), made.html(), segments, null);
    }

    private static Message problem(Variant variant, String to, String reason) {
        return new Message(variant.channel(), variant.locale(), to, null, null, null, null, reason);
    }
}
