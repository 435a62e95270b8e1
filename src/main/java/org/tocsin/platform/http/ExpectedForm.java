package org.tocsin.platform.http;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a value of a type must look like in JSON, for people. */
final class ExpectedForm {

    private static final Map<Class<?>, String> BY_TYPE = Map.ofEntries(
            Map.entry(String.class, "must be a text"),
            Map.entry(Boolean.class, "must be true or false"),
            Map.entry(boolean.class, "must be true or false"),
            Map.entry(Integer.class, "must be a whole number"),
            Map.entry(int.class, "must be a whole number"),
            Map.entry(Long.class, "must be a whole number"),
            Map.entry(long.class, "must be a whole number"),
            Map.entry(UUID.class, "must be a UUID"),
            Map.entry(LocalDate.class, "must be a date, such as 2026-08-19"),
            Map.entry(LocalTime.class, "must be a time of day, such as 08:00"),
            Map.entry(Instant.class, "must be a time in UTC, such as 2026-08-20T09:00:00Z"),
            Map.entry(Duration.class, "must be a duration, such as PT24H"));

    private ExpectedForm() {}

    static String of(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(value -> ((Enum<?>) value).name())
                    .collect(Collectors.joining(", ", "must be one of ", ""));
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return BY_TYPE.getOrDefault(type, "must be a number");
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "must be a list";
        }
        return BY_TYPE.getOrDefault(type, "must be an object");
    }
}
