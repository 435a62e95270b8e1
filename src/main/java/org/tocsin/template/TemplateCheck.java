package org.tocsin.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.tocsin.channel.ChannelKind;
import org.tocsin.template.check.Finding;
import org.tocsin.template.check.PartCheck;
import org.tocsin.template.check.SmsLint;
import org.tocsin.template.syntax.PartKind;
import org.tocsin.template.wording.LanguageTags;

/** Checks a whole template before it is saved, and gives its language tags their one spelling. */
final class TemplateCheck {

    private final NewTemplate template;
    private final List<NewVariant> canonical = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private TemplateCheck(NewTemplate template) {
        this.template = template;
    }

    /**
     * What the check found.
     *
     * @param template with canonical language tags; not to be used when it is refused
     */
    record Result(NewTemplate template, List<Finding> findings) {

        boolean refused() {
            return findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
        }
    }

    static Result of(NewTemplate template) {
        return new TemplateCheck(template).check();
    }

    private Result check() {
        Optional<String> defaultLocale = LanguageTags.canonical(template.defaultLocale());
        if (defaultLocale.isEmpty()) {
            findings.add(
                    Finding.error("template", "defaultLocale is not a language tag (BCP 47), such as en or es-MX"));
        }
        template.variants().forEach(this::variant);
        defaultLocale.ifPresent(this::everyChannelSpeaks);
        return new Result(
                new NewTemplate(template.name(), defaultLocale.orElse(null), List.copyOf(canonical)), findings);
    }

    private void variant(NewVariant variant) {
        Optional<String> locale = LanguageTags.canonical(variant.locale());
        if (locale.isEmpty()) {
            findings.add(Finding.error(
                    variant.channel() + "/?", "locale is not a language tag (BCP 47), such as en or es-MX"));
            return;
        }
        String label = variant.channel() + "/" + locale.get();
        if (canonical.stream()
                .anyMatch(v -> v.channel() == variant.channel() && v.locale().equals(locale.get()))) {
            findings.add(Finding.error(label, "there is more than one variant for this channel and language"));
            return;
        }
        canonical.add(
                new NewVariant(variant.channel(), locale.get(), variant.subject(), variant.text(), variant.html()));
        Set<String> names = new HashSet<>();
        if (variant.channel() == ChannelKind.EMAIL) {
            email(label, locale.get(), variant, names);
        } else {
            sms(label, locale.get(), variant, names);
        }
        unhelpful(label, names);
    }

    private void email(String label, String locale, NewVariant variant, Set<String> names) {
        if (variant.subject() == null || variant.subject().isBlank()) {
            findings.add(Finding.error(label, "an email needs a subject"));
        } else {
            part(label, PartKind.SUBJECT, locale, variant.subject(), names);
        }
        part(label, PartKind.TEXT, locale, variant.text(), names);
        if (variant.html() != null) {
            part(label, PartKind.HTML, locale, variant.html(), names);
        }
    }

    private void sms(String label, String locale, NewVariant variant, Set<String> names) {
        if (variant.subject() != null || variant.html() != null) {
            findings.add(Finding.error(label, "a text message has neither subject nor html"));
        }
        PartCheck text = part(label, PartKind.TEXT, locale, variant.text(), names);
        text.part().ifPresent(part -> findings.addAll(SmsLint.check(label + "/text", locale, variant.text(), part)));
    }

    private PartCheck part(String label, PartKind kind, String locale, String source, Set<String> names) {
        PartCheck check = PartCheck.of(label + "/" + kind.label(), kind, locale, source);
        check.part().ifPresent(part -> names.addAll(part.names()));
        findings.addAll(check.findings());
        return check;
    }

    private void unhelpful(String label, Set<String> names) {
        if (names.stream().noneMatch(name -> name.startsWith("contact."))) {
            findings.add(Finding.warning(label, "names no contact.phone, .email or .url: whom can people ask?"));
        }
        if (!names.contains("reference")) {
            findings.add(Finding.warning(label, "does not name reference: how can people check that it is genuine?"));
        }
    }

    private void everyChannelSpeaks(String defaultLocale) {
        Set<ChannelKind> speaking = new TreeSet<>();
        canonical.stream().filter(v -> v.locale().equals(defaultLocale)).forEach(v -> speaking.add(v.channel()));
        canonical.stream()
                .map(NewVariant::channel)
                .distinct()
                .filter(channel -> !speaking.contains(channel))
                .forEach(channel -> findings.add(Finding.error(
                        channel + "/" + defaultLocale, "the default language lacks a variant for this channel")));
    }
}
