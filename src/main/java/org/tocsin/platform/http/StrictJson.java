package org.tocsin.platform.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;

/**
 * Reads JSON as it is meant: what is ambiguous, unknown, of another type, or too deep is refused instead of guessed at.
 */
@Singleton
class StrictJson implements ObjectMapperCustomizer {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_STRING_CHARS = 1 << 20;
    private static final int MAX_NUMBER_CHARS = 100;
    private static final int MAX_NAME_CHARS = 1000;
    private static final long MAX_DOCUMENT_CHARS = 4L << 20;

    /** Last, so that the readers here come before those of the modules that Quarkus registers. */
    @Override
    public int priority() {
        return MINIMUM_PRIORITY;
    }

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(MAX_STRING_CHARS)
                        .maxNumberLength(MAX_NUMBER_CHARS)
                        .maxNameLength(MAX_NAME_CHARS)
                        .maxDocumentLength(MAX_DOCUMENT_CHARS)
                        .build());
        mapper.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        mapper.enable(
                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
        mapper.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        refuseCoercion(mapper);
        mapper.registerModule(new SimpleModule("tocsin-text")
                .addDeserializer(String.class, new TextDeserializer())
                .addKeyDeserializer(String.class, new TextKeyDeserializer())
                .addDeserializer(LocalDate.class, new TimeDeserializer<>(LocalDate.class, StrictJson::date))
                .addDeserializer(LocalTime.class, new TimeDeserializer<>(LocalTime.class, LocalTime::parse))
                .addDeserializer(Duration.class, new TimeDeserializer<>(Duration.class, Duration::parse))
                .addDeserializer(Instant.class, new TimeDeserializer<>(Instant.class, StrictJson::time)));
    }

    private static LocalDate date(String text) {
        return withFourDigits(LocalDate.parse(text), text);
    }

    private static Instant time(String text) {
        return withFourDigits(OffsetDateTime.parse(text), text).toInstant();
    }

    /** As RFC 3339 has it: no database keeps the years of more digits or before Christ that Java reads. */
    private static <T extends TemporalAccessor> T withFourDigits(T time, String text) {
        if (Character.isDigit(text.charAt(0)) && time.get(ChronoField.YEAR) > 0) {
            return time;
        }
        throw new DateTimeException("the year has not four digits");
    }

    private static void refuseCoercion(ObjectMapper mapper) {
        for (CoercionInputShape shape : CoercionInputShape.values()) {
            if (shape != CoercionInputShape.Array && shape != CoercionInputShape.EmptyArray) {
                mapper.coercionConfigDefaults().setCoercion(shape, CoercionAction.Fail);
            }
        }
        // JSON has one kind of number: 10 is as good a percentage as 10.0.
        mapper.coercionConfigFor(LogicalType.Float).setCoercion(CoercionInputShape.Integer, CoercionAction.TryConvert);
    }
}
