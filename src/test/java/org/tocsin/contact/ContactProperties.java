package org.tocsin.contact;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber;
import java.net.IDN;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ContactProperties {

    @Property
    void anEmailAddressThatWasNormalisedStaysAsItIs(@ForAll("addresses") String text) {
        String once = EmailAddress.parse(text).value().value();

        assertThat(EmailAddress.parse(once).value().value()).isEqualTo(once);
    }

    @Property
    void theCaseOfADomainNeverMattersAndThatOfALocalPartAlwaysDoes(@ForAll("addresses") String text) {
        int at = text.lastIndexOf('@');
        String local = text.substring(0, at);
        EmailAddress address = EmailAddress.parse(text).value();
        String shouted = text.substring(at).toUpperCase(Locale.ROOT);

        assertThat(EmailAddress.parse(local + shouted).value()).isEqualTo(address);
        assertThat(address.value()).startsWith(local + "@");
    }

    @Property
    void dotsAndPlusTagsAreNeverMerged(@ForAll("addresses") String text, @ForAll("tags") String tag) {
        int at = text.lastIndexOf('@');
        String local = text.substring(0, at);
        EmailAddress address = EmailAddress.parse(text).value();
        EmailAddress tagged =
                EmailAddress.parse(local + "+" + tag + text.substring(at)).value();
        EmailAddress dotted =
                EmailAddress.parse(local + "." + tag + text.substring(at)).value();
        EmailAddress joined =
                EmailAddress.parse(local + tag + text.substring(at)).value();

        assertThat(List.of(address, tagged, dotted, joined)).doesNotHaveDuplicates();
    }

    @Property
    void twoMailboxesOfOneDomainStayTwo(@ForAll("addresses") String one, @ForAll("addresses") String other) {
        String local = one.substring(0, one.lastIndexOf('@'));
        String otherLocal = other.substring(0, other.lastIndexOf('@'));
        EmailAddress first = EmailAddress.parse(local + "@example.org").value();
        EmailAddress second = EmailAddress.parse(otherLocal + "@example.org").value();

        assertThat(first.equals(second)).isEqualTo(local.equals(otherLocal));
    }

    @Property
    void aDomainIsTheSameInItsOwnScriptAndInAscii(@ForAll("addresses") String text) {
        int at = text.lastIndexOf('@');
        String ascii = text.substring(0, at) + "@" + IDN.toASCII(text.substring(at + 1));

        assertThat(EmailAddress.parse(ascii).value())
                .isEqualTo(EmailAddress.parse(text).value());
    }

    @Property
    void composedAndDecomposedLettersAreTheSame(@ForAll("addresses") String text) {
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);

        assertThat(EmailAddress.parse(decomposed).value())
                .isEqualTo(EmailAddress.parse(text).value());
    }

    @Property
    void aTelephoneNumberIsTheSameInEveryFormat(
            @ForAll @IntRange(min = 0, max = 9999) int line, @ForAll("formats") String format) {
        String digits = String.format(Locale.ROOT, "%04d", line);

        assertThat(PhoneNumber.parse(format.replace("####", digits), "US").value())
                .isEqualTo(new PhoneNumber("+1202555" + digits));
    }

    @Property
    void anyTextIsReadOrRefusedAndWhatIsReadFitsOneHeaderLine(@ForAll String text) {
        Optional<EmailAddress> address = EmailAddress.parse(text).optional();

        assertThat(address.map(EmailAddress::value).orElse("@"))
                .matches(value -> value.chars().noneMatch(c -> Character.isISOControl(c) || Character.isWhitespace(c)))
                .contains("@");
    }

    @Property
    void aTelephoneNumberThatWasNormalisedStaysAsItIs(@ForAll("numbers") String text) {
        String once = PhoneNumber.parse(text, "US").value().value();

        assertThat(once).matches("\\+[1-9][0-9]{6,14}");
        assertThat(PhoneNumber.parse(once, null).value().value()).isEqualTo(once);
        assertThat(PhoneNumber.parse(once, "DE").value().value()).isEqualTo(once);
    }

    @Property
    void anyTextIsATelephoneNumberOrIsNot(@ForAll String text) {
        Parsed<PhoneNumber> parsed = PhoneNumber.parse(text, "US");

        assertThat(parsed.value() == null).isNotEqualTo(parsed.problem() == null);
    }

    @Provide
    Arbitrary<String> addresses() {
        Arbitrary<String> atom = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .withCharRange('0', '9')
                .withChars("+-_'öñжд例")
                .ofMinLength(1)
                .ofMaxLength(10);
        Arbitrary<String> label = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("äöüéñжд例")
                .ofMinLength(1)
                .ofMaxLength(10);
        return Combinators.combine(
                        atom.list().ofMinSize(1).ofMaxSize(3),
                        label.list().ofMinSize(1).ofMaxSize(3))
                .as((local, domain) -> String.join(".", local) + "@" + String.join(".", domain) + ".example");
    }

    @Provide
    Arbitrary<String> tags() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .ofMinLength(1)
                .ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> formats() {
        return Arbitraries.of(
                "202-555-####",
                "(202) 555-####",
                "202.555.####",
                "+1 202 555 ####",
                "+1 (202) 555-####",
                "1-202-555-####",
                "001 202 555 ####",
                "+1202555####",
                "\u00a0202\u2013555\u2013#### ");
    }

    @Provide
    Arbitrary<String> numbers() {
        return Combinators.combine(
                        Arbitraries.of("", "+1", "1", "001", "+1 ", "1-"),
                        Arbitraries.of("-", " ", ".", ""),
                        Arbitraries.integers().between(0, 9999))
                .as((prefix, gap, line) ->
                        prefix + "202" + gap + "555" + gap + String.format(Locale.ROOT, "%04d", line));
    }

    @Property
    void northAmericanNumbersAreReadAsLibphonenumberReadsThem(
            @ForAll @LongRange(min = 0, max = 9_999_999_999L) long number) throws NumberParseException {
        String text = "+1%010d".formatted(number);
        PhoneNumberUtil library = PhoneNumberUtil.getInstance();
        Phonenumber.PhoneNumber read = library.parse(text, "US");

        assertThat(Optional.ofNullable(PhoneNumber.parse(text, "US").value()).map(PhoneNumber::value))
                .isEqualTo(Optional.of(library.format(read, PhoneNumberUtil.PhoneNumberFormat.E164))
                        .filter(e164 -> library.isValidNumber(read)));
    }
}
