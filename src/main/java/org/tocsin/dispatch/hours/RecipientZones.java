package org.tocsin.dispatch.hours;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tocsin.affected.Person;

/**
 * The time zones in which a person may be. A phone number's come from libphonenumber, a country's from the IANA time zone
 * database; a region within the country is not looked at, so that a large country counts with all of its zones.
 */
@ApplicationScoped
class RecipientZones {

    private static final String COUNTRIES = "/zones/country-zones.tsv";

    private final Map<String, Set<ZoneId>> byCountry = read();
    private final Set<ZoneId> organisation;

    RecipientZones(SendingHoursConfig config) {
        this.organisation = Set.of(config.defaultZone());
    }

    /** By the phone number; where that does not tell, as {@link #ofCountry}. */
    Set<ZoneId> ofPhone(Person person) {
        Set<ZoneId> zones = person.phone() == null ? Set.of() : zonesOf(person.phone());
        return zones.isEmpty() ? ofCountry(person) : zones;
    }

    /** By the country; where that is not known, the organisation's own. */
    Set<ZoneId> ofCountry(Person person) {
        return person.country() == null ? organisation : byCountry.getOrDefault(person.country(), organisation);
    }

    private static Set<ZoneId> zonesOf(String phone) {
        try {
            return known(PhoneNumberToTimeZonesMapper.getInstance()
                    .getTimeZonesForNumber(PhoneNumberUtil.getInstance().parse(phone, null)));
        } catch (NumberParseException e) {
            return Set.of();
        }
    }

    /** Without libphonenumber's word for unknown, and without zones that this Java does not know. */
    private static Set<ZoneId> known(Collection<String> names) {
        return names.stream()
                .filter(ZoneId.getAvailableZoneIds()::contains)
                .filter(name -> !name.equals(PhoneNumberToTimeZonesMapper.getUnknownTimeZone()))
                .map(ZoneId::of)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Map<String, Set<ZoneId>> read() {
        try (InputStream file = RecipientZones.class.getResourceAsStream(COUNTRIES)) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .collect(Collectors.groupingBy(
                            pair -> pair[0],
                            Collectors.collectingAndThen(
                                    Collectors.mapping(pair -> pair[1], Collectors.toList()), RecipientZones::known)));
        } catch (IOException e) {
            throw new UncheckedIOException("the countries' time zones cannot be read", e);
        }
    }
}
