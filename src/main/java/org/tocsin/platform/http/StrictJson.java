package org.tocsin.platform.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

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
                .addKeyDeserializer(String.class, new TextKeyDeserializer()));
    }

    private static void refuseCoercion(ObjectMapper mapper) {
        for (CoercionInputShape shape : CoercionInputShape.values()) {
            if (shape != CoercionInputShape.Array && shape != CoercionInputShape.EmptyArray) {
                mapper.coercionConfigDefaults().setCoercion(shape, CoercionAction.Fail);
            }
        }
    }
}
