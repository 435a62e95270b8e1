package org.tocsin.compose;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.qute.TemplateException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.tocsin.affected.Person;
import org.tocsin.incident.IncidentFacts;
import org.tocsin.platform.keys.KeyRing;
import org.tocsin.template.Variant;
import org.tocsin.template.syntax.Characters;
import org.tocsin.template.syntax.MissingValueException;
import org.tocsin.template.syntax.NameCatalogue;
import org.tocsin.template.syntax.PartForm;

/**
 * Makes the message that one person gets: the one renderer, for preview, test-send and dispatch. Safe for many threads;
 * reads no clock and no database, so that the same input always makes the same message.
 */
@Singleton // without a proxy: every message comes through here
public class Composer {

    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final long MAX_CHARS_KEPT = 16_000_000;

    private final KeyRing keys;
    private final CompiledVariants variants = new CompiledVariants();
    // By identity: a batch's facts are one object while it is being sent, and comparing them would cost what is saved.
    private final Cache<IncidentFacts, Map<String, IncidentValues>> incidentValues = Caffeine.newBuilder()
            .weakKeys()
            .maximumSize(256)
            .expireAfterAccess(KEPT)
            .build();
    // Rendering is most of the work of a message, and nearly all of it is the same for everyone.
    private final Cache<NoticeForm.Readers, NoticeForm> forms = Caffeine.newBuilder()
            .maximumWeight(MAX_CHARS_KEPT)
            .weigher((NoticeForm.Readers readers, NoticeForm form) -> form.weight())
            .expireAfterAccess(KEPT)
            .build();

    Composer(KeyRing keys) {
        this.keys = keys;
    }

    /**
     * Composes a message.
     *
     * @param reference the notice's code, from {@link NoticeReference}
     * @return unfit when a value that the variant prints is empty for this person, or the variant cannot be rendered
     */
    public Result compose(Variant variant, IncidentFacts facts, Person person, String reference) {
        try {
            CompiledVariant compiled = variants.get(variant);
            if (compiled.tellsFacts() && !hasLanguage(facts, variant.locale())) {
                return new Result.Unfit("the incident has no facts in " + variant.locale());
            }
            IncidentValues incident = incidentValues(facts, variant.locale());
            PersonalValues own = PersonalValues.of(person, incident, reference, compiled.personalTexts());
            NoticeForm form =
                    forms.get(NoticeForm.Readers.like(own, compiled, incident, person.dataTypes()), NoticeForm::of);
            return finish(variant, fill(form.subject(), own), fill(form.text(), own), fill(form.html(), own));
        } catch (MissingValueException e) {
            return new Result.Unfit("the template prints " + e.name() + ", which is empty for this person");
        } catch (TemplateException e) {
            return new Result.Unfit("the template cannot be rendered for this person");
        } catch (IllegalArgumentException e) {
            return new Result.Unfit("the template is not what was checked when it was saved");
        }
    }

    private IncidentValues incidentValues(IncidentFacts facts, String locale) {
        return incidentValues
                .get(facts, unknown -> new ConcurrentHashMap<>())
                .computeIfAbsent(locale, language -> new IncidentValues(language, facts));
    }

    private static String fill(PartForm part, PersonalValues own) {
        return part == null ? null : part.fill(own.texts());
    }

    private Result finish(Variant variant, String subject, String text, String html) {
        if (subject != null && !Characters.fitsHeader(subject)) {
            return new Result.Unfit("the subject would hold a control character");
        }
        if (text.isBlank()) {
            return new Result.Unfit("the text comes out empty");
        }
        String hash = ContentHash.of(keys, subject, text, html);
        return new Result.Composed(new Composition(variant.channel(), variant.locale(), subject, text, html, hash));
    }

    /** Whether an incident's facts are there in a language, {@code es-MX} falling back to {@code es}. */
    public boolean hasLanguage(IncidentFacts facts, String locale) {
        return IncidentValues.localFacts(facts, locale).isPresent();
    }

    /**
     * The further columns that a variant names: what a record set must have.
     *
     * @throws IllegalArgumentException when the variant is not what was checked when it was saved
     */
    public Set<String> attributesNamedBy(Variant variant) {
        return variants.get(variant).names().stream()
                .filter(name -> name.startsWith(NameCatalogue.ATTRIBUTE_PREFIX))
                .map(name -> name.substring(NameCatalogue.ATTRIBUTE_PREFIX.length()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
