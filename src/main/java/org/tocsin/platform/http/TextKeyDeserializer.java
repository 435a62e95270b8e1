package org.tocsin.platform.http;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.KeyDeserializer;
import java.io.IOException;

/** Reads the name of a map's entry as {@link TextDeserializer} reads its value. */
final class TextKeyDeserializer extends KeyDeserializer {

    @Override
    public Object deserializeKey(String key, DeserializationContext context) throws IOException {
        if (!Text.isWellFormed(key)) {
            throw new UnreadableText(context.getParser());
        }
        return key;
    }
}
