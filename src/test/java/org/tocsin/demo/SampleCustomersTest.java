package org.tocsin.demo;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The list is fictional to the last field, and as messy as it says that it is. */
class SampleCustomersTest {

    /** RFC 2606; what follows the @ of a broken address is no domain that anybody can own. */
    private static final Pattern NOBODYS_DOMAIN =
            Pattern.compile("(?i)-?example(\\.(org|com|net))?\\.?|example\\.\\.org|[a-z]+\\.invalid|");

    /**
     * Numbers that are never given to a subscriber, country code and all: 555-0100 to 555-0199 of every North American area
     * (ATIS-0300115); Ofcom's, the Bundesnetzagentur's (Mitteilung 148/2021), Arcep's and ACMA's numbers for films. Or a
     * number that lacks digits.
     */
    private static final Pattern NOBODYS_NUMBER =
            Pattern.compile("1[2-9]\\d{2}55501\\d{2}|44(207946|1(13|21|31|61|17)496)0\\d{3}|447700900\\d{3}"
                    + "|49(3023125|6990009|4066969|2214710|8999998)\\d{3}"
                    + "|33(19900|26191|35301|46571|53649|63998)\\d{4}|61[2378]5550\\d{4}|1202555014?|0+|\\d{0,7}");

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}|\\d{2}/\\d{2}/\\d{4}");
    private static final Pattern EXTENSION = Pattern.compile("x\\d+$");

    private static String text;
    private static List<String> lines;
    private static List<String> columns;
    private static List<Map<String, String>> records;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream file = new Sample().customers()) {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file.readAllBytes()))
                    .toString();
        }
        lines = text.lines().toList();
        columns = List.of(lines.get(0).split(","));
        records = lines.stream()
                .skip(1)
                .map(SampleCustomersTest::record)
                .flatMap(Optional::stream)
                .toList();
    }

    @Test
    void has2000LinesBelowItsHeader() {
        assertThat(text.endsWith("\n") && text.indexOf('\r') < 0).isTrue();
        assertThat(lines.size()).isEqualTo(2001);
        assertThat(lines.get(0))
                .isEqualTo("customerRef,name,email,phone,locale,country,region,dataTypes,postalAddress1,city,postcode,"
                        + "addressee,relationship,dateOfBirth,accountType");
    }

    @Test
    void everyDomainIsReserved() {
        Matcher domains = Pattern.compile("@+([^@\\s,;\">]*)").matcher(text);
        while (domains.find()) {
            assertThat(domains.group(1)).matches(NOBODYS_DOMAIN);
        }
        assertThat(lines).noneMatch(line -> line.matches("(?i).*(http|www\\.).*"));
    }

    @Test
    void everyNumberIsNobodys() {
        for (String line : lines) {
            for (String token : line.split("[,;\"]")) {
                if (!DATE.matcher(token.strip()).matches()) {
                    assertThat(international(token, line)).as(line).matches(NOBODYS_NUMBER);
                }
            }
        }
    }

    /** The digits of a number in its international form, as its own country would dial it. */
    private static String international(String token, String line) {
        String number = EXTENSION.matcher(token.strip()).replaceFirst("");
        String digits = number.replace("(0)", "").replaceAll("\\D", "");
        if (digits.length() < 8 || number.startsWith("+")) {
            return digits;
        }
        if (digits.startsWith("00")) {
            return digits.replaceFirst("^0+", "");
        }
        if (digits.startsWith("0")) {
            return countryCode(line) + digits.substring(1);
        }
        return digits.startsWith("1") ? digits : "1" + digits;
    }

    private static String countryCode(String line) {
        Map<String, String> codes =
                Map.of("GB", "44", "UK", "44", "ENG", "44", "DE", "49", "Germany", "49", "FR", "33", "AU", "61");
        String country = record(line).map(record -> record.get("country")).orElse("");
        return codes.getOrDefault(country, "unknown country " + country + " ");
    }

    @Test
    void someLinesCannotBeRead() {
        assertThat(records.size()).isEqualTo(1993);
    }

    @Test
    void someCustomersHaveNoUsableReferenceAndSomeComeTwice() {
        Map<String, Long> references = records.stream()
                .map(record -> record.get("customerRef"))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(references.keySet().stream().filter(reference -> !reference.matches("ET-\\d{6}")))
                .containsExactlyInAnyOrder("", " ", "rosa.contact@example.org", "202-555-0177");
        references.remove("");
        assertThat(references.values().stream().filter(count -> count > 1)).hasSize(12);
    }

    @Test
    void theContactsAreAsMessyAsTheyComeInRealLists() {
        assertThat(count(record -> record.get("email").isBlank())).isBetween(150L, 400L);
        assertThat(count(record -> record.get("phone").isBlank())).isGreaterThan(500L);
        assertThat(count(record ->
                        record.get("email").isBlank() && record.get("phone").isBlank()))
                .isGreaterThan(50L);
        assertThat(count(record -> record.get("email").endsWith(".invalid"))).isGreaterThan(20L);
        assertThat(count(record -> record.get("accountType").equals("Former customer")))
                .isGreaterThan(200L);
        assertThat(records.stream()
                        .map(record -> record.get("email"))
                        .filter(email -> !email.isBlank())
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                        .values()
                        .stream()
                        .filter(shared -> shared > 1))
                .hasSizeGreaterThan(10);
    }

    @Test
    void namesComeInManyScriptsAndNeedQuotes() {
        assertThat(text)
                .contains("王小明", "محمد الأحمد", "ליאת כהן", "Дмитрий", "Þórunn", "O'Brien", "\"Smith, Robert, Jr.\"")
                .contains("\"Robert \"\"Bob\"\" Miller\"", "e\u0308"); // the last one: a decomposed diaeresis
    }

    @Test
    void languagesAndCountriesVaryAndSomeAreBroken() {
        assertThat(values("locale")).contains("", "en", "en-US", "es", "es-MX", "de", "fr", "english", "en_US");
        assertThat(values("country")).contains("", "US", "GB", "DE", "FR", "ES", "MX", "CA", "AU", "USA", "UK");
        assertThat(values("relationship")).contains("", "PARENT", "GUARDIAN", "ESTATE", "NEXT_OF_KIN", "COUSIN");
    }

    @Test
    void theExampleCustomerIsReachedByTextMessageOnly() {
        List<Map<String, String>> example = records.stream()
                .filter(record -> record.get("customerRef").equals(Sample.EXAMPLE_CUSTOMER))
                .toList();

        assertThat(example).hasSize(1);
        assertThat(example.get(0).get("email")).isEqualTo("ana.sample@example");
        assertThat(example.get(0).get("phone")).isEqualTo("(202) 555-0148");
    }

    private static long count(Predicate<Map<String, String>> wanted) {
        return records.stream().filter(wanted).count();
    }

    private static List<String> values(String column) {
        return records.stream().map(record -> record.get(column)).distinct().toList();
    }

    /** The fields of a line by their columns, if it can be read. */
    private static Optional<Map<String, String>> record(String line) {
        List<String> fields;
        try {
            fields = CsvReader.builder().ofCsvRecord(line).stream()
                    .findFirst()
                    .orElseThrow()
                    .getFields();
        } catch (CsvParseException e) {
            return Optional.empty();
        }
        if (fields.size() != columns.size()) {
            return Optional.empty();
        }
        return Optional.of(
                IntStream.range(0, fields.size()).boxed().collect(Collectors.toMap(columns::get, fields::get)));
    }
}
